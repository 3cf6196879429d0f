import { DiffEditor } from '@monaco-editor/react'
import { useIsDark } from '../app/use-theme.ts'
import './monaco.ts'

/** Two texts side by side: the file on disk, and the draft. */
export default function TextDiff({ before, after }: { before: string; after: string }) {
  return (
    <DiffEditor
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
