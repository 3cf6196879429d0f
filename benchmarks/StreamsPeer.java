import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** The workloads of the benchmarks, mapped by hand: arguments are broker, group, input, output, workload, state folder. */
public final class StreamsPeer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] JSON_TYPE = "application/json".getBytes();
  private static final String[] ITEM = {"id", "name", "price", "quantity", "color", "size", "brand", "stock"};

  public static void main(String[] args) {
    boolean isHeavy = args[4].equals("heavy");
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(args[2], Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .process(() -> new Mapper(isHeavy))
        .to(args[3], Produced.with(Serdes.String(), Serdes.ByteArray()));
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, args[1]);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, args[5]);
    settings.put(StreamsConfig.producerPrefix("compression.type"), "gzip");
    settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    KafkaStreams streams = new KafkaStreams(builder.build(), settings);
    Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
    streams.start();
  }

  private static final class Mapper extends ContextualProcessor<byte[], byte[], String, byte[]> {
    private final boolean isHeavy;

    Mapper(boolean isHeavy) {
      this.isHeavy = isHeavy;
    }

    @Override
    public void process(Record<byte[], byte[]> source) {
      try {
        JsonNode event = JSON.readTree(source.value());
        byte[] value = JSON.writeValueAsBytes(map(event, isHeavy));
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", JSON_TYPE);
        String key = event.path("data").path("id").asText();
        context().forward(new Record<>(key, value, event.path("timestamp").asLong(), headers));
      } catch (IOException error) {
        throw new IllegalArgumentException(error);
      }
    }
  }

  private static ObjectNode map(JsonNode event, boolean isHeavy) {
    JsonNode data = event.path("data");
    ObjectNode mapped = JSON.createObjectNode();
    if (isHeavy) addIncluded(event, mapped);
    mapped.set("order_id", data.get("id"));
    mapped.set("revenue", data.get("total"));
    JsonNode currency = data.get("currency");
    if (currency == null) mapped.put("currency", "EUR");
    else mapped.set("currency", currency);
    if (isHeavy) addHeavy(event, mapped);
    return mapped;
  }

  private static void addIncluded(JsonNode event, ObjectNode mapped) {
    for (String part : new String[] {"globals", "user"}) {
      event.path(part).properties().forEach((one) -> mapped.set(part + "_" + one.getKey(), one.getValue()));
    }
    mapped.set("user_hash", event.path("user").get("session"));
  }

  private static void addHeavy(JsonNode event, ObjectNode mapped) {
    if (event.path("consent").path("analytics").asBoolean()) mapped.set("customer", event.path("user").get("id"));
    ArrayNode items = mapped.putArray("items");
    for (JsonNode nested : event.path("nested")) {
      JsonNode data = nested.path("data");
      ObjectNode item = items.addObject();
      for (String name : ITEM) {
        if (data.has(name)) item.set(name, data.get(name));
        else if (name.equals("price")) item.put(name, 0);
      }
    }
  }
}
