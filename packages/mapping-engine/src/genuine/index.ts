export { compareWithPublished, type GenuineCheck, genuineVersion } from './compare-record.ts'
export { runGenuine } from './run-genuine.ts'
