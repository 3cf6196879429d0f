export { projectFiles } from './project.ts'
export { esmSnippet, kafkajsSnippet, kcatSnippet, type SnippetFacts, walkerosSnippet } from './snippets.ts'
