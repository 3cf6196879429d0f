import type { ParsedSamples } from '@mapping-designer/mapping-engine'
import { useState } from 'react'
import { useDesigner } from '../designer/designer-context.tsx'
import type { ImportOffer } from '../designer/open-flow.ts'
import { readFileText } from '../document/read-file.ts'
import { largeText } from '../panes/samples/read-events.ts'
import { useEventImport } from '../panes/samples/use-event-import.ts'
import { isLikeConfig } from './is-like-config.ts'
import type { TypedAnswer } from './open-typed.ts'
import { opening } from './opening.ts'

/** The text that is to be opened, what was found in it, and what may be done about what cannot be opened. */
export function useOpening() {
  const parts = useDesigner()
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [offer, setOffer] = useState<ImportOffer | null>(null)
  const [foreign, setForeign] = useState<ParsedSamples | null>(null)
  const events = useEventImport(({ samples }) =>
    opening.use(({ openSamples }) =>
      openSamples(
        parts,
        samples.map((sample) => ({ ...sample, id: parts.newId() })),
      ),
    ),
  )
  const readText = async (file: File) => {
    const read = await readFileText(file)
    if ('text' in read) return read.text
    setError(`${file.name}: ${read.fault}`)
    return undefined
  }
  const takeFiles = (files: FileList) => {
    const [only] = files
    // A small file is shown first, because it may be a flow.
    if (files.length === 1 && only !== undefined && only.size <= largeText)
      void readText(only).then((found) => found !== undefined && setText(found))
    else void events.start([...files].map((one) => ({ name: one.name, content: one })))
  }

  const takeText = async () => {
    if (text.length > largeText && !isLikeConfig(text.slice(0, largeText)))
      return events.start([{ name: null, content: text }])
    const { openTyped } = await opening.load()
    show(await openTyped(parts, text))
  }
  const importFile = async (chosen: File | undefined) => {
    const found = chosen === undefined ? undefined : await readText(chosen)
    if (found === undefined) return
    const { openText } = await opening.load()
    show(await openText(parts, found))
  }
  const show = (answer: TypedAnswer) => {
    setError(answer.kind === 'refused' ? answer.message : null)
    setOffer(answer.kind === 'offer' ? answer.offer : null)
    if (answer.kind === 'foreign') setForeign(answer.parsed)
    if (answer.kind === 'opened' && answer.message !== null) parts.view.getState().actions.say(answer.message)
  }
  const change = (next: string) => {
    setText(next)
    setError(null)
    setForeign(null)
  }
  const takeEvents = (parsed: ParsedSamples) => opening.use(({ openEvents }) => show(openEvents(parts, parsed)))
  return { text, change, error, offer, foreign, takeEvents, events, takeFiles, takeText, importFile }
}
