import type { SchemaBreak } from '@mapping-designer/mapping-engine'
import { Sentence } from '../../ui/sentence.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { breaksOf, type Compatibility } from './contract-rows.ts'

const sentenceOf = ({ path, why }: SchemaBreak) => `${path.length === 0 ? 'the value' : `\`${path.join('.')}\``} ${why}`

/** Whether what was promised is kept, with the first thing that breaks it. */
export function CompatibilityLine({ topic, compatibility }: { topic: string; compatibility: Compatibility }) {
  const { forward, backward } = compatibility
  const breaks = breaksOf(compatibility)
  const isKept = breaks.length === 0
  const others = isKept ? [...forward, ...backward] : breaks
  const tone = isKept ? (others.length === 0 ? 'ok' : 'warn') : 'err'
  const [first, ...more] = others
  return (
    <div className={`notice verdict-line tone-${tone}`} role="note" aria-label="Verdict">
      <ToneIcon tone={tone} />
      <span>
        <b>{verdictOf(topic, compatibility, isKept)}</b>{' '}
        {first && (
          <Sentence
            text={`${isKept ? 'Other values differ: ' : ''}${sentenceOf(first)}${more.length > 0 ? `, and ${more.length} more` : ''}.`}
          />
        )}
      </span>
    </div>
  )
}

function verdictOf(topic: string, { with: name, mode }: Compatibility, isKept: boolean): string {
  if (mode !== 'forward') return `The contract of ${topic} is ${isKept ? '' : 'not '}${mode} compatible with ${name}.`
  return `Readers of ${topic} who rely on ${name} ${isKept ? 'can read the new values' : 'cannot read every new value'}.`
}

/** What each mode says, the one that counts among them. */
export function CompatibilityTable({ compatibility }: { compatibility: Compatibility }) {
  const { with: name, mode: own } = compatibility
  return (
    <section aria-label="Compatibility">
      <div className="section-head">
        <h3>Compatibility</h3>
        <span className="faint">with {name}</span>
      </div>
      <dl className="record-facts">
        {(['forward', 'backward', 'full'] as const).map((mode) => {
          const breaks = breaksOf({ ...compatibility, mode })
          return (
            <div key={mode}>
              <dt>{mode === own ? <b>{mode}</b> : mode}</dt>
              <dd className={breaks.length === 0 ? 'tone-ok' : 'tone-err'}>
                <ToneIcon tone={breaks.length === 0 ? 'ok' : 'err'} isSmall />
                {breaks.length === 0 ? (
                  'yes'
                ) : mode === 'full' ? (
                  'no'
                ) : (
                  <Sentence text={`no: ${breaks.map(sentenceOf).join('; ')}`} />
                )}
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}
