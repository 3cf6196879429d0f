import { loader } from '@monaco-editor/react'
import * as monaco from 'monaco-editor/editor'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import 'monaco-editor/features/register.all'
import 'monaco-editor/languages/features/json/register'
import JsonWorker from 'monaco-editor/languages/features/json/json.worker?worker'

// Without this, the loader would ask a CDN.
loader.config({ monaco })

const workers = new Map<string, () => Worker>([['json', () => new JsonWorker()]])

/** Names the worker of some languages, which is started when an editor needs it. */
export function addWorker(languages: readonly string[], start: () => Worker): void {
  for (const language of languages) workers.set(language, start)
}

self.MonacoEnvironment = {
  getWorker: (_id, label) => workers.get(label)?.() ?? new EditorWorker(),
}

function defineTheme(
  name: string,
  base: 'vs' | 'vs-dark',
  colours: Record<string, string>,
  paper: string,
  line: string,
) {
  monaco.editor.defineTheme(name, {
    base,
    inherit: true,
    rules: Object.entries(colours).map(([token, foreground]) => ({ token, foreground })),
    colors: { 'editor.background': paper, 'editorLineNumber.foreground': line },
  })
}
const tokens = (key: string, value: string, number: string, keyword: string) => ({
  'string.key.json': key,
  'string.value.json': value,
  number,
  'keyword.json': keyword,
})
defineTheme('designer-light', 'vs', tokens('2149bf', '0d6547', '8f3d00', '6f3aa0'), '#ffffff', '#686861')
defineTheme('designer-dark', 'vs-dark', tokens('94b2ff', '7fd1a8', 'eaa675', 'c9a4f2'), '#161618', '#92929b')

export { monaco }
