import { isPlainObject, memberOf } from '@mapping-designer/mapping-engine'
import { type StandIns, tryJson } from '@mapping-designer/shared-types'
import { lazy, Suspense, useId } from 'react'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { CommitInput } from '../../ui/commit-input.tsx'

const FunctionEditor = lazy(() => import('../../monaco/function-editor.tsx'))

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
  {
    id: 'mapping',
    label: 'Assume it writes these fields',
    about: 'A policy: paths in the event, and a value for each.',
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
      {own !== undefined && 'mapping' in own && current === 'mapping' && (
        <CommitInput
          aria-label={`Policy in place of ${step}`}
          value={JSON.stringify(memberOf(own.mapping, 'policy'))}
          isValid={(text) => isPlainObject(tryJson(text))}
          onCommit={(text) => set({ mapping: { policy: tryJson(text) } } as StandIn)}
        />
      )}
      {own !== undefined && 'push' in own && current === 'function' && (
        <Suspense fallback={<p className="empty-note">Loading the code editor…</p>}>
          <FunctionEditor
            label={`Function in place of ${step}`}
            code={own.push}
            use="transformer"
            onChange={(push) => set({ push })}
          />
        </Suspense>
      )}
    </fieldset>
  )
}

function choiceOf(standIn: StandIn | undefined): ChoiceId {
  if (standIn === undefined) return 'nothing'
  if ('mapping' in standIn) return Object.keys(standIn.mapping).length === 0 ? 'unchanged' : 'mapping'
  return standIn.push === drops ? 'drops' : 'function'
}

function standInOf(choice: ChoiceId): StandIn | undefined {
  switch (choice) {
    case 'nothing':
      return undefined
    case 'unchanged':
      return { mapping: {} }
    case 'mapping':
      return { mapping: { policy: { 'user.hash': { value: '…' } } } }
    case 'function':
      return { push: startText }
    case 'drops':
      return { push: drops }
  }
}
