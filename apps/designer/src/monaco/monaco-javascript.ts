import 'monaco-editor/languages/definitions/javascript/register'
import { javascriptDefaults, ScriptTarget } from 'monaco-editor/languages/features/typescript/register'
import TypeScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker?worker'
import { addWorker } from './monaco.ts'

addWorker(['javascript', 'typescript'], () => new TypeScriptWorker())

javascriptDefaults.setCompilerOptions({
  target: ScriptTarget.ES2020,
  // The functions run in a server process or in the sandbox: there is no page.
  lib: ['es2020'],
  allowJs: true,
  checkJs: true,
  allowNonTsExtensions: true,
  strict: false,
  noEmit: true,
})

export { javascriptDefaults }
