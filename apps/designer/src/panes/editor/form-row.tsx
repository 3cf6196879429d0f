import type { Place } from '@mapping-designer/shared-types'
import type { ReactNode } from 'react'
import { ProblemHints } from './problem-hints.tsx'

/** One setting of a form: its name, its input, what it comes to for the selected sample, and the problems at its place. */
export function FormRow({
  name,
  htmlFor,
  place,
  now,
  children,
}: {
  name: string
  /** Id of the input, where the name is its label. */
  htmlFor?: string
  /** Place in the config. */
  place?: Place
  now?: ReactNode
  children: ReactNode
}) {
  const marks = place && { 'data-place': JSON.stringify(place) }
  return (
    <>
      {htmlFor === undefined ? (
        <span className="label" {...marks}>
          {name}
        </span>
      ) : (
        <label htmlFor={htmlFor} {...marks}>
          {name}
        </label>
      )}
      {children}
      {typeof now === 'string' || now === undefined ? <div className="resolved faint">{now}</div> : now}
      {place && <ProblemHints key={JSON.stringify(place)} place={place} />}
    </>
  )
}
