import { DiffEditor } from '@monaco-editor/react'
import type { editor as MonacoEditor } from 'monaco-editor/editor'
import { useEffect, useRef } from 'react'
import { useIsDark } from '../designer/use-theme.ts'
import './monaco.ts'

/** Two texts side by side: the file on disk, and the draft. */
export default function TextDiff({ before, after }: { before: string; after: string }) {
  const models = useRef<MonacoEditor.IDiffEditorModel | null>(null)
  // The component would dispose of the models while the editor still shows them.
  useEffect(
    () => () => {
      const { current } = models
      setTimeout(() => {
        current?.original.dispose()
        current?.modified.dispose()
      }, 0)
    },
    [],
  )
  return (
    <DiffEditor
      keepCurrentOriginalModel
      keepCurrentModifiedModel
      onMount={(editor) => {
        models.current = editor.getModel()
      }}
      height="260px"
      language="json"
      theme={useIsDark() ? 'designer-dark' : 'designer-light'}
      original={before}
      modified={after}
      options={{
        readOnly: true,
        hideUnchangedRegions: { enabled: true },
        renderSideBySide: true,
        scrollBeyondLastLine: false,
        fontSize: 12,
        minimap: { enabled: false },
      }}
    />
  )
}
