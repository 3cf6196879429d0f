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

monaco.editor.defineTheme('designer-light', {
  base: 'vs',
  inherit: true,
  rules: [
    { token: 'string.key.json', foreground: '2149bf' },
    { token: 'string.value.json', foreground: '0d6547' },
    { token: 'number', foreground: '8f3d00' },
    { token: 'keyword.json', foreground: '6f3aa0' },
  ],
  colors: { 'editor.background': '#ffffff', 'editorLineNumber.foreground': '#686861' },
})
monaco.editor.defineTheme('designer-dark', {
  base: 'vs-dark',
  inherit: true,
  rules: [
    { token: 'string.key.json', foreground: '94b2ff' },
    { token: 'string.value.json', foreground: '7fd1a8' },
    { token: 'number', foreground: 'eaa675' },
    { token: 'keyword.json', foreground: 'c9a4f2' },
  ],
  colors: { 'editor.background': '#161618', 'editorLineNumber.foreground': '#92929b' },
})

export { monaco }
