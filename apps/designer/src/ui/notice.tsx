import type { ReactNode } from 'react'
import { Sentence } from './sentence.tsx'
import { type Tone, ToneIcon } from './tone-icon.tsx'

/** A sentence about all that is shown below it; beside it is what can be done about that. */
export function Notice({
  tone,
  text,
  isAlert = false,
  children,
}: {
  tone: Tone
  text: string
  /** It is said as soon as it is there. */
  isAlert?: boolean
  children?: ReactNode
}) {
  return (
    <div className={`notice tone-${tone}`} role={isAlert ? 'alert' : undefined}>
      <ToneIcon tone={tone} />
      <Sentence text={text} />
      {children}
    </div>
  )
}
