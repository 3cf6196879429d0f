export { testUser } from './broker-files.ts'
export { type LocalKafka, type LocalKafkaOptions, NoLocalKafka, startLocalKafka } from './start-local-kafka.ts'
