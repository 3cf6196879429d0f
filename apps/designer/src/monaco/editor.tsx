import LibraryEditor, { type EditorProps } from '@monaco-editor/react'
import { useEffect, useState } from 'react'

/** An editor of text. A pane that is hidden takes it apart, so it is made again for each time that the pane is shown. */
export function Editor(props: EditorProps) {
  const [timesHidden, setTimesHidden] = useState(0)
  useEffect(() => () => setTimesHidden((times) => times + 1), [])
  return <LibraryEditor key={timesHidden} {...props} />
}
