import type { StandIns } from '@mapping-designer/shared-types'
import { useId } from 'react'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { CommitInput } from '../../ui/commit-input.tsx'

type StandIn = StandIns[string]

const drops = '(event) => false'
const startText = '(event) => ({ event: { ...event, user: { ...event.user, hash: "…" } } })'

const choices = [
  { id: 'nothing', label: 'Assume nothing', about: 'No record is shown behind it.' },
  {
    id: 'unchanged',
    label: 'Assume it passes the event on unchanged',
    about: 'Records behind it are marked as assumed.',
  },
  { id: 'function', label: 'Assume it does what this function does', about: 'The function runs in its place.' },
  { id: 'drops', label: 'Assume it drops the event', about: 'No record comes of it.' },
] as const
type ChoiceId = (typeof choices)[number]['id']

/** What to assume of a transformer whose package cannot be run. It is kept with the draft and is never exported or sent. */
export function AssumeChoice({ step, packageName }: { step: string; packageName: string }) {
  const { document } = useDesigner()
  const assume = useDocument((state) => state.settings.assume)
  const name = useId()
  const current = choiceOf(assume[step])
  const set = (standIn: StandIn | undefined) => {
    const { [step]: _, ...others } = document.getState().settings.assume
    document.getState().actions.setSettings({ assume: standIn === undefined ? others : { ...others, [step]: standIn } })
  }
  const own = assume[step]
  return (
    <fieldset className="assume">
      <legend>
        Not proven: <code>{packageName}</code>
      </legend>
      <p className="muted">Its code is not here, so what it does to the event is not known.</p>
      {choices.map(({ id, label, about }) => (
        <label key={id} data-chosen={id === current || undefined}>
          <input type="radio" name={name} checked={id === current} onChange={() => set(standInOf(id))} />
          <span>
            {label}
            <small>{about}</small>
          </span>
        </label>
      ))}
      {own !== undefined && 'push' in own && current === 'function' && (
        <CommitInput aria-label={`Function in place of ${step}`} value={own.push} onCommit={(push) => set({ push })} />
      )}
    </fieldset>
  )
}

function choiceOf(standIn: StandIn | undefined): ChoiceId {
  if (standIn === undefined) return 'nothing'
  if ('mapping' in standIn) return 'unchanged'
  return standIn.push === drops ? 'drops' : 'function'
}

function standInOf(choice: ChoiceId): StandIn | undefined {
  switch (choice) {
    case 'nothing':
      return undefined
    case 'unchanged':
      return { mapping: {} }
    case 'function':
      return { push: startText }
    case 'drops':
      return { push: drops }
  }
}
