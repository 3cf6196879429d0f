export {
  compareWithPublished,
  type GenuineCheck,
  type GenuineQuestion,
} from './compare-record.ts'
export { runGenuine } from './run-genuine.ts'
