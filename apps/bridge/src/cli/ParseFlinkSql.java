import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.stream.Collectors;
import org.apache.calcite.config.Lex;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.flink.sql.parser.ddl.SqlCreateTable;
import org.apache.flink.sql.parser.ddl.SqlTableColumn;
import org.apache.flink.sql.parser.impl.FlinkSqlParserImpl;
import org.apache.flink.sql.parser.validate.FlinkSqlConformance;

/** Parses the tables of Flink SQL on the standard input as Flink does; writes the names of each and of its columns on a line, in Base64. */
public class ParseFlinkSql {
  public static void main(String[] args) throws Exception {
    var config = SqlParser.config()
        .withParserFactory(FlinkSqlParserImpl.FACTORY)
        .withConformance(FlinkSqlConformance.DEFAULT)
        .withLex(Lex.JAVA)
        .withIdentifierMaxLength(256);
    var text = new String(System.in.readAllBytes(), UTF_8);
    for (var statement : SqlParser.create(text, config).parseStmtList()) {
      var table = (SqlCreateTable) statement;
      table.validate();
      var columns = table.getColumnList().stream().map(column -> encoded(((SqlTableColumn) column).getName().getSimple()));
      System.out.println(encoded(table.getTableName().toString()) + " " + columns.collect(Collectors.joining(" ")));
    }
  }

  private static String encoded(String name) {
    return Base64.getEncoder().encodeToString(name.getBytes(UTF_8));
  }
}
