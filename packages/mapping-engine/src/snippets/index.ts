export { projectFiles } from './project.ts'
export {
  type CurlInput,
  curlSnippet,
  esmSnippet,
  kafkajsSnippet,
  kcatRefusal,
  kcatSnippet,
  type SnippetInput,
  walkerosSnippet,
} from './snippets.ts'
