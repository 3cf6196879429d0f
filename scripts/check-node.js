// Plain JavaScript on purpose: an old Node must be able to read this sentence.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`Kafka Mapping Designer needs Node 22.18 or newer; this is Node ${process.versions.node}.`)
  process.exit(1)
}
