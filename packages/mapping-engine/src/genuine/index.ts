export {
  compareWithPublished,
  type GenuineCheck,
  type GenuineQuestion,
  genuineVersion,
} from './compare-record.ts'
export { runGenuine } from './run-genuine.ts'
