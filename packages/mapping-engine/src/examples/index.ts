export { compareExample, type ExampleDifference, type ExampleResult } from './compare-out.ts'
export {
  clockOfExample,
  configOfExample,
  nameExample,
  outOf,
  pinEvent,
  type ReadableExample,
  readExamples,
  type StepCall,
  type StepExample,
} from './step-example.ts'
