import { Plus, X } from 'lucide-react'
import { emptyPair, type Wanted, type WantedPair } from '../../designer/wanted.ts'
import type { Sample } from '../../document/sample.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useOtherDestinations } from './use-proposal.ts'

const ways = { value: 'Value', shape: 'Schema or table', like: 'As in…' }

/** What is wanted: the value of one sample or several, names and types, or what another destination gets. */
export function WantedForm({
  wanted,
  samples,
  onChange,
}: {
  wanted: Wanted
  samples: readonly Sample[]
  onChange: (wanted: Wanted) => void
}) {
  const others = useOtherDestinations()
  const { by, shape, like } = wanted
  return (
    <form className="wanted" aria-label="What is wanted" onSubmit={(event) => event.preventDefault()}>
      <Segmented
        label="Wanted by"
        value={by}
        options={others.length > 0 ? ways : { value: ways.value, shape: ways.shape }}
        onChange={(next) => onChange({ ...wanted, by: next })}
      />
      {by === 'value' && <WantedPairs wanted={wanted} samples={samples} onChange={onChange} />}
      {by === 'shape' && (
        <textarea
          className="field mono"
          aria-label="Schema or table"
          placeholder={
            'CREATE TABLE orders (\n  order_id STRING,\n  total DECIMAL(10, 2)\n)\n\nor a JSON Schema, or a name and a type on each line'
          }
          rows={14}
          spellCheck={false}
          value={shape}
          onChange={({ target }) => onChange({ ...wanted, shape: target.value })}
        />
      )}
      {by === 'like' && (
        <label>
          As in another destination of the flow
          <select className="field" value={like} onChange={({ target }) => onChange({ ...wanted, like: target.value })}>
            <option value="">Choose a destination</option>
            {others.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
    </form>
  )
}

function WantedPairs({ wanted, samples, onChange }: Parameters<typeof WantedForm>[0]) {
  const { pairs } = wanted
  const change = (at: number, changed: Partial<WantedPair>) =>
    onChange({ ...wanted, pairs: pairs.map((pair, index) => (index === at ? { ...pair, ...changed } : pair)) })
  const free = samples.find(({ id }) => !pairs.some(({ sample }) => sample === id))
  return (
    <>
      {pairs.map((pair, index) => (
        <fieldset key={pair.sample}>
          <legend>
            What should Kafka get for{' '}
            {index === 0 ? (
              <b>{samples[0]?.title}</b>
            ) : (
              <SampleSelect
                pair={pair}
                pairs={pairs}
                samples={samples}
                onChange={(sample) => change(index, { sample })}
              />
            )}
            {index > 0 && (
              <IconButton
                Icon={X}
                label={`Remove pair ${index + 1}`}
                isSmall
                onClick={() => onChange({ ...wanted, pairs: pairs.toSpliced(index, 1) })}
              />
            )}
          </legend>
          <textarea
            className="field mono"
            aria-label={`Wanted value ${index + 1}`}
            placeholder={'{\n  "transaction_id": "O-2415",\n  "value_cents": 12990\n}'}
            rows={pairs.length === 1 ? 12 : 6}
            spellCheck={false}
            autoFocus={index === 0}
            value={pair.text}
            onChange={({ target }) => change(index, { text: target.value })}
          />
          <div className="wanted-settings">
            {(['topic', 'key'] as const).map((name) => (
              <input
                key={name}
                className="field small mono"
                aria-label={`Wanted ${name} ${index + 1}`}
                placeholder={name === 'topic' ? 'Topic, if it matters' : 'Key, if it matters'}
                value={pair[name]}
                onChange={({ target }) => change(index, { [name]: target.value })}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <div className="wanted-more">
        <button
          type="button"
          className="btn small"
          disabled={free === undefined}
          onClick={() => free && onChange({ ...wanted, pairs: [...pairs, emptyPair(free.id)] })}
        >
          <Plus className="icon small" aria-hidden />
          Add a pair
        </button>
        <span className="faint">
          {free === undefined ? 'No other sample has this event.' : 'More pairs settle doubts.'}
        </span>
      </div>
    </>
  )
}

function SampleSelect({
  pair,
  pairs,
  samples,
  onChange,
}: {
  pair: WantedPair
  pairs: readonly WantedPair[]
  samples: readonly Sample[]
  onChange: (sample: string) => void
}) {
  const isFree = (id: string) => id === pair.sample || !pairs.some(({ sample }) => sample === id)
  return (
    <select
      className="field small"
      aria-label="Sample of the pair"
      value={pair.sample}
      onChange={({ target }) => onChange(target.value)}
    >
      {samples
        .filter(({ id }) => isFree(id))
        .map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
    </select>
  )
}
