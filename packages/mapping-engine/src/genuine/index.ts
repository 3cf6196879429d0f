export { compareFlowWithPublished } from './compare-flow.ts'
export {
  compareWithPublished,
  type GenuineCheck,
  type GenuineQuestion,
} from './compare-record.ts'
export { runGenuine } from './run-genuine.ts'
