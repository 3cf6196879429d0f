export { projectFiles } from './project.ts'
export {
  type CurlFacts,
  curlSnippet,
  esmSnippet,
  kafkajsSnippet,
  kcatRefusal,
  kcatSnippet,
  type SnippetFacts,
  walkerosSnippet,
} from './snippets.ts'
