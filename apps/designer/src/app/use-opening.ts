import { foreignSamples, type ParsedSamples } from '@mapping-designer/mapping-engine'
import { useState } from 'react'
import { type DesignerParts, useDesigner } from '../designer/designer-context.tsx'
import { emptyFlow } from '../designer/examples.ts'
import { type ImportOffer, type OpenAnswer, openText } from '../designer/open-flow.ts'
import { readFileText } from '../document/read-file.ts'
import { readSamples } from '../document/read-text.ts'
import type { Sample } from '../document/sample.ts'
import { readSharedFile, unpackShared } from '../document/share.ts'
import { toSamples } from '../panes/samples/add-samples.ts'
import { largeText } from '../panes/samples/read-events.ts'
import { useEventImport } from '../panes/samples/use-event-import.ts'

/** The text that is to be opened, what was found in it, and what may be done about what cannot be opened. */
export function useOpening() {
  const parts = useDesigner()
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [offer, setOffer] = useState<ImportOffer | null>(null)
  const [foreign, setForeign] = useState<ParsedSamples | null>(null)
  const events = useEventImport(({ samples }) =>
    openSamples(
      parts,
      samples.map((sample) => ({ ...sample, id: parts.newId() })),
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
    if (text.length > largeText && !isLikeConfig(text.slice(0, largeText))) {
      void events.start([{ name: null, content: text }])
      return
    }
    // A source that starts a flow may push events, too.
    if (/\bstartFlow\s*\(|\bdestinations["']?\s*:/.test(text)) {
      const answer = await openText(parts, text)
      if (answer.kind !== 'refused') return show(answer)
    }
    const isShared = readSharedFile(text) !== null || unpackShared(text) !== null
    const parsed = await readSamples(isShared ? '' : text)
    const isEvents = parsed.errors.length === 0 || !isLikeConfig(text)
    const others = foreignSamples(parsed)
    if (isEvents && others.some(({ tracker }) => !tracker.isGuess)) {
      setForeign(parsed)
      return
    }
    if (isEvents && parsed.events.some(({ event }) => 'name' in event)) {
      openEvents(parts, parsed)
      return
    }
    // What is no event may be a flow, or a part of one.
    const answer = await openText(parts, text)
    if (answer.kind !== 'refused') show(answer)
    else if (others.length > 0) setForeign(parsed)
    else if (parsed.events.length > 0) openEvents(parts, parsed)
    else setError(isLikeConfig(text) ? answer.message : (parsed.errors[0]?.message ?? answer.message))
  }
  const importFile = async (chosen: File | undefined) => {
    const found = chosen === undefined ? undefined : await readText(chosen)
    if (found !== undefined) show(await openText(parts, found))
  }
  const show = (answer: OpenAnswer) => {
    setError(answer.kind === 'refused' ? answer.message : null)
    setOffer(answer.kind === 'offer' ? answer.offer : null)
    if (answer.kind === 'opened') parts.view.getState().actions.say(answer.message)
  }
  const change = (next: string) => {
    setText(next)
    setError(null)
    setForeign(null)
  }
  const takeEvents = (parsed: ParsedSamples) => openEvents(parts, parsed)
  return { text, change, error, offer, foreign, takeEvents, events, takeFiles, takeText, importFile }
}

function openEvents(parts: DesignerParts, parsed: ParsedSamples): void {
  openSamples(parts, toSamples(parsed, parts.newId))
  const sentences = [...parsed.errors.map(({ message }) => message), ...parsed.notes]
  if (sentences.length > 0) parts.view.getState().actions.say(sentences.join(' '))
}

/** Samples come into the flow that is there, or into an empty one. */
function openSamples({ document, view }: DesignerParts, samples: readonly Sample[]): void {
  const { actions, text } = document.getState()
  actions.open({ text: text.trim() === '' ? emptyFlow : text, samples })
  view.getState().actions.focusOn('samples')
}

function isLikeConfig(text: string): boolean {
  return /\b(?:flows|settings|mapping|export|require)\b/.test(text)
}
