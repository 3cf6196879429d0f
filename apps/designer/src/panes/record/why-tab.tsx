import { type Explanation, fieldInWords, lastNotes, type Step, type TriedRule } from '@mapping-designer/mapping-engine'
import type { Place } from '@mapping-designer/shared-types'
import type { ReactNode } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { rulePlace } from '../../designer/go-to-problem.ts'
import type { CardIcon } from '../../journey/hop-card.ts'
import { hopIcons } from '../../journey/hop-icons.ts'
import { shortValue } from '../../ui/format.ts'
import { TableHead } from '../../ui/table-head.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'

/** How the record was made, step by step. */
export function WhyTab({ explanation }: { explanation: Explanation }) {
  const stories = explanation.steps.map((step) => ({ ...describe(step), icon: hopIcons[icons[step.kind]] }))
  return (
    <ol className="why" aria-label="How this record was made">
      {stories.map(({ title, body, icon: Icon }) => (
        <li key={title}>
          <span className="index" aria-hidden>
            <Icon className="icon small" />
          </span>
          <div>
            <h3>{title}</h3>
            {body}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** The same as for the hops of the journey, of which these are the last ones. */
const icons: Record<Step['kind'], CardIcon> = {
  completed: 'collector',
  consent: 'consent',
  policy: 'mapping',
  rules: 'mapping',
  renamed: 'mapping',
  data: 'mapping',
  record: 'record',
}

interface Story {
  title: string
  body: ReactNode
}

function describe(step: Step): Story {
  switch (step.kind) {
    case 'completed':
      return { title: 'Event prepared', body: <Completed {...step} /> }
    case 'consent':
      return { title: step.isDenied ? 'Consent denied' : 'Consent granted', body: <Consent {...step} /> }
    case 'policy':
      return { title: 'Policy applied', body: <Policy {...step} /> }
    case 'rules':
      return { title: step.rule === null ? 'No rule found' : 'Rule found', body: <Rules {...step} /> }
    case 'renamed':
      return {
        title: 'Event renamed',
        body: (
          <p>
            <code>{shortValue(step.from)}</code> is now <code>{shortValue(step.to)}</code>.
          </p>
        ),
      }
    case 'data':
      return {
        title: step.place === null && step.include.length === 0 ? 'No data mapped' : 'Data mapped',
        // As one of many samples it works its notes out when they are read: a copy would have none.
        body: <Data step={step} />,
      }
    case 'record':
      return { title: 'Record built', body: <Built step={step} /> }
  }
}

type Of<K extends Step['kind']> = Extract<Step, { kind: K }>

/** Goes to the place in the editor that a line of the story is about, and marks what it makes. */
function WhyLink({
  place,
  target = null,
  children,
}: {
  place: Place
  target?: readonly (string | number)[] | null
  children: ReactNode
}) {
  const { document, view } = useDesigner()
  return (
    <button
      type="button"
      className="link truncate"
      onClick={() => {
        document.getState().actions.selectRule(rulePlace(place))
        const { actions } = view.getState()
        actions.showEditor('form')
        actions.goTo(place)
        if (target) actions.setLink(target)
      }}
    >
      <code>{children}</code>
    </button>
  )
}

function Names({ names }: { names: readonly string[] }) {
  return names.map((name, index) => (
    <span key={name}>
      {index > 0 && ', '}
      <code>{name}</code>
    </span>
  ))
}

function Completed({ filled, dropped }: Of<'completed'>) {
  return (
    <p>
      {filled.length === 0 ? (
        'Nothing was missing.'
      ) : (
        <>
          The collector fills in <Names names={filled} />.
        </>
      )}{' '}
      {dropped.length > 0 && (
        <>
          It drops the unknown <Names names={dropped} />.
        </>
      )}
    </p>
  )
}

function Consent({ required, granted, isDenied }: Of<'consent'>) {
  if (isDenied) {
    return (
      <p>
        The destination needs <Names names={required} />, and none of these is granted. The collector keeps the event
        and may send it later, when consent is given.
      </p>
    )
  }
  return (
    <p>
      {required.length === 0 ? (
        'The destination needs no consent.'
      ) : (
        <>
          Any one of <Names names={required} /> is enough.
        </>
      )}{' '}
      {granted.length > 0 ? (
        <>
          The event keeps the granted states: <Names names={granted} />.
        </>
      ) : (
        'No state is granted, so the event has none.'
      )}
    </p>
  )
}

function Policy({ writes, place }: Of<'policy'>) {
  return writes.map(({ path, value }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the order is the identity of a write
    <p key={index}>
      <WhyLink place={[...place, path]}>{path}</WhyLink> = <code>{shortValue(value)}</code>
    </p>
  ))
}

const trialWords: Record<TriedRule['result'], string> = {
  matched: 'Matched',
  'condition-false': 'Its condition is false',
  'not-reached': 'Not tried: the first match wins',
  missing: 'Does not exist',
}

function Rules({ tried, rule }: Of<'rules'>) {
  return (
    <>
      <p>
        {rule === null ? (
          'No rule matches, so the event goes out unmapped.'
        ) : (
          <>
            The event follows <code>{rule}</code>.
          </>
        )}
      </p>
      {tried.length > 0 && (
        <ul className="tried">
          {tried.map(({ name, place, result }) => (
            <li key={name} className={result === 'matched' ? 'hit' : ''}>
              <ToneIcon tone={result === 'matched' ? 'ok' : 'quiet'} isSmall />
              {result === 'missing' ? (
                <code className="truncate">{name}</code>
              ) : (
                <WhyLink place={place}>{name}</WhyLink>
              )}
              <span>{trialWords[result]}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Data({ step: { value, fields, include, removed } }: { step: Of<'data'> }) {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  const notes = lastNotes(fields)
  return (
    <>
      <p>
        {isObject ? (
          <>
            {notes.filter(({ missing }) => missing === null).length} set,{' '}
            {notes.filter(({ missing }) => missing !== null).length} not set.
          </>
        ) : (
          <>
            The mapping gives <code>{shortValue(value)}</code>.
          </>
        )}{' '}
        {include.length > 0 && (
          <>
            Included sections: <Names names={include} />.
          </>
        )}{' '}
        {removed.length > 0 && (
          <>
            Removed: <Names names={removed} />.
          </>
        )}
      </p>
      {notes.length > 0 && (
        <table className="pairs lineage" aria-label="Where each field comes from">
          <TableHead titles={['Output field', 'Where from']} />
          <tbody>
            {notes.map((note) => (
              <tr key={JSON.stringify(note.target)} className={note.missing === null ? undefined : 'unset'}>
                <td>
                  <WhyLink place={note.place} target={note.target}>
                    {note.target.join('.')}
                  </WhyLink>
                </td>
                <td>{fieldInWords(note)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

function Built({ step: { topic, key, value, timestamp } }: { step: Of<'record'> }) {
  return (
    <>
      <p>
        <WhyLink place={topic.place}>Topic</WhyLink>:{' '}
        {topic.origin === 'rule' ? 'from the rule.' : 'from the destination; no rule names another.'}
      </p>
      <p>
        {key.place === null ? 'Key' : <WhyLink place={key.place}>Key</WhyLink>}:{' '}
        {key.origin !== 'fallback' ? (
          <>
            path <code>{key.path}</code> of the {key.origin === 'rule' ? 'rule' : 'destination'}.
          </>
        ) : key.path === null ? (
          'the event name, because there is no key path.'
        ) : (
          <>
            the event name, because <code>{key.path}</code> gives{' '}
            {key.found === undefined ? 'nothing' : <code>{shortValue(key.found)}</code>} and only a filled text can be a
            key.
          </>
        )}
      </p>
      <p>
        Value: {value.origin === 'data' ? 'the mapped data.' : 'the whole event, because no filled object was mapped.'}
      </p>
      <p>Timestamp: {timestamp.origin === 'event' ? 'of the event.' : 'of the clock, because the event has none.'}</p>
    </>
  )
}
