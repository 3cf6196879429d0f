export { testUser } from './broker-files.ts'
export { DataInUse } from './ended-error.ts'
export { fetchOnce, jarFolder, jarsPom, kafkaVersion } from './kafka-jars.ts'
export { type LocalKafka, type LocalKafkaOptions, NoLocalKafka, startLocalKafka } from './start-local-kafka.ts'
