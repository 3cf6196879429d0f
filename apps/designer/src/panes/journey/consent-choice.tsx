import type { ConsentState } from '@mapping-designer/mapping-engine'
import { ShieldCheck } from 'lucide-react'
import { bracketStep } from '../../ui/bracket-step.ts'

/** Under which consent the event is followed: as it was sent, or as if the visitor had agreed to something else. */
export function ConsentChoice({
  states,
  chosen,
  onChoose,
}: {
  states: readonly ConsentState[]
  chosen: ConsentState | undefined
  onChoose: (title: string | null) => void
}) {
  return (
    <label className="consent-choice">
      <ShieldCheck className="icon small" aria-hidden />
      <span className="hide-narrow">Consent</span>
      <select
        className="field small"
        aria-label="Consent"
        value={chosen?.title ?? ''}
        onChange={({ target }) => onChoose(target.value === '' ? null : target.value)}
        onKeyDown={({ key }) => {
          const step = bracketStep(key)
          const titles = [null, ...states.map(({ title }) => title)]
          const next = step && titles[titles.indexOf(chosen?.title ?? null) + step]
          if (next !== undefined && step !== null) onChoose(next)
        }}
      >
        <option value="">as sent</option>
        {states.map(({ title }) => (
          <option key={title}>{title}</option>
        ))}
      </select>
    </label>
  )
}
