import {
  contractAsyncApi,
  contractFlinkSql,
  contractKsqlDb,
  contractTypes,
  placesOfField,
  type SchemaBreak,
  schemaBreaks,
  type TopicFacts,
} from '@mapping-designer/mapping-engine'
import { type JsonObject, tryJson } from '@mapping-designer/shared-types'
import { Download, FileUp } from 'lucide-react'
import { useMemo, useState } from 'react'
import { chooseFile, takeFile } from '../../designer/choose-file.ts'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { rulePlace } from '../../designer/go-to-problem.ts'
import { ReviewBar } from '../../designer/review-bar.tsx'
import { usePreview } from '../../designer/use-preview.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { download } from '../../ui/download.ts'
import { fileDrop } from '../../ui/file-drop.ts'
import { formatCount, plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { JsonView } from '../../ui/json-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { Empty } from './compare-empty.tsx'
import { type Compatibility, contractRows } from './contract-rows.ts'
import { ContractTable } from './contract-table.tsx'
import { type Contracts, maxSamples, useContract, useSavedContract } from './use-contract.ts'

interface ContractFormat {
  label: string
  ending: string
  write: typeof contractAsyncApi
}

/** How the contract of a topic is written. */
const formats = {
  schema: { label: 'JSON Schema', ending: 'schema.json', write: (of) => JSON.stringify(Object.values(of)[0], null, 2) },
  types: { label: 'TypeScript', ending: 'd.ts', write: contractTypes },
  asyncapi: { label: 'AsyncAPI', ending: 'asyncapi.json', write: contractAsyncApi },
  flink: { label: 'Flink SQL', ending: 'flink.sql', write: contractFlinkSql },
  ksqldb: { label: 'ksqlDB', ending: 'ksqldb.sql', write: contractKsqlDb },
} satisfies Record<string, ContractFormat>
type Format = keyof typeof formats
const formatLabels: Record<Format, string> = {
  schema: formats.schema.label,
  types: formats.types.label,
  asyncapi: formats.asyncapi.label,
  flink: formats.flink.label,
  ksqldb: formats.ksqldb.label,
}

/** The schema that the values are held against. */
type Against = { kind: 'none' | 'saved' } | { kind: 'file'; name: string; schema: unknown }

/** What consumers of each topic may rely on. */
export default function ContractTab() {
  const parts = useDesigner()
  const { contracts, facts, config, isRunning } = useContract()
  const [against, setAgainst] = useState<Against>({ kind: 'saved' })
  const topics = Object.keys(contracts)
  const [wanted, setWanted] = useState<string | null>(null)
  const own = useOwnTopic()
  const topic = [wanted, own].find((name) => name !== null && topics.includes(name)) ?? topics[0]
  const schema = topic === undefined ? undefined : contracts[topic]
  const takeSchema = ({ name, text }: { name: string; text: string }) => {
    const read: unknown = tryJson(text)
    if (typeof read === 'object' && read !== null) setAgainst({ kind: 'file', name, schema: read })
    else parts.view.getState().actions.say(`${name} holds no JSON Schema: an object is needed, as contract writes it.`)
  }
  return (
    <section
      className="pane"
      aria-label="Contract"
      data-pane="review"
      {...fileDrop(([file]) => file && void takeFile(parts, file, takeSchema))}
    >
      <ReviewBar>
        {topic !== undefined && (
          <>
            <label className="side-picker">
              <span className="faint">Topic</span>
              <select className="field small" value={topic} onChange={({ target }) => setWanted(target.value)}>
                {topics.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
            <span className="grow" />
            <AgainstPicker against={against} onChange={setAgainst} />
            <button type="button" className="btn small" onClick={() => chooseFile(parts, takeSchema)}>
              <FileUp className="icon small" aria-hidden />
              Schema file…
            </button>
          </>
        )}
      </ReviewBar>
      {topic === undefined || schema === undefined ? (
        <NoRecord isRunning={isRunning} />
      ) : (
        <TopicContract key={topic} topic={topic} schema={schema} facts={facts} config={config} against={against} />
      )}
    </section>
  )
}

/** Where the record of the selected sample goes. */
function useOwnTopic(): string | null {
  const outcome = usePreview()?.explanation?.outcome
  return outcome?.kind === 'message' ? outcome.record.topic : null
}

function NoRecord({ isRunning }: { isRunning: boolean }) {
  const { view } = useDesigner()
  if (isRunning) return <p className="empty-note">Running…</p>
  return (
    <Empty sentence="A contract is made from the rules and from the records of the samples, and no sample becomes a record yet.">
      <button type="button" className="btn small" onClick={() => view.getState().actions.openSampleBox('add')}>
        Add samples
      </button>
    </Empty>
  )
}

function AgainstPicker({ against, onChange }: { against: Against; onChange: (against: Against) => void }) {
  const [file, setFile] = useState<Against | null>(null)
  if (against.kind === 'file' && against !== file) setFile(against)
  return (
    <label className="side-picker">
      <span className="faint">Check against</span>
      <select
        className="field small"
        value={against.kind}
        onChange={({ target: { value } }) => {
          if (value === 'file' && file !== null) onChange(file)
          else if (value === 'none' || value === 'saved') onChange({ kind: value })
        }}
      >
        <option value="none">nothing</option>
        <option value="saved">saved flow</option>
        {file?.kind === 'file' && <option value="file">{file.name}</option>}
      </select>
    </label>
  )
}

function TopicContract({
  topic,
  schema,
  facts,
  config,
  against,
}: {
  topic: string
  schema: JsonObject
  facts: Record<string, TopicFacts>
  config: unknown
  against: Against
}) {
  const parts = useDesigner()
  const rows = useMemo(() => contractRows(schema, config, topic), [schema, config, topic])
  const saved = useSavedContract(against.kind === 'saved')
  const compatibility = useMemo(() => compatibilityOf(topic, schema, against, saved), [topic, schema, against, saved])
  const goTo = (name: string) => {
    const [place] = placesOfField(config, topic, name)
    if (place === undefined) return
    parts.document.getState().actions.selectRule(rulePlace(place))
    parts.view.getState().actions.goTo(place)
  }
  const count = useDocument(({ samples }) => samples.length)
  const mixed = rows.filter(({ isMixed }) => isMixed)
  return (
    <>
      {compatibility && <CompatibilityLine topic={topic} compatibility={compatibility} />}
      {against.kind === 'saved' && saved !== null && saved[topic] === undefined && (
        <p className="notice">
          The saved flow sends none of the samples to {topic}: there is nothing that readers could rely on yet.
        </p>
      )}
      <div className="review-split">
        <div className="pane">
          <div className="scroll" role="region" aria-label="Fields of the values" tabIndex={0}>
            <ContractTable rows={rows} compatibility={compatibility} onGoTo={goTo} />
            <p className="empty-note">
              A field is always there where every rule fills it with a static value or a fallback that nothing holds
              back. Types are those that the records of the {count > maxSamples && `first ${formatCount(maxSamples)} `}
              samples have.
              {mixed.length > 0 &&
                ` ${plural(mixed.length, 'field has', 'fields have')} several types: ${mixed.map(({ path }) => path.join('.')).join(', ')}.`}
            </p>
          </div>
        </div>
        <ContractText topic={topic} schema={schema} facts={facts} compatibility={compatibility} />
      </div>
    </>
  )
}

function compatibilityOf(
  topic: string,
  schema: JsonObject,
  against: Against,
  saved: Contracts | null,
): Compatibility | null {
  const name = against.kind === 'file' ? against.name : 'the saved flow'
  const promised = against.kind === 'file' ? against.schema : against.kind === 'saved' ? saved?.[topic] : undefined
  if (promised === undefined) return null
  return { with: name, forward: schemaBreaks(promised, schema), backward: schemaBreaks(schema, promised) }
}

const sentenceOf = ({ path, why }: SchemaBreak) => `${path.length === 0 ? 'the value' : `\`${path.join('.')}\``} ${why}`

function CompatibilityLine({ topic, compatibility }: { topic: string; compatibility: Compatibility }) {
  const { with: name, forward, backward } = compatibility
  const isKept = forward.length === 0
  const tone = isKept ? (backward.length === 0 ? 'ok' : 'warn') : 'err'
  const [first, ...others] = isKept ? backward : forward
  return (
    <div className={`notice verdict-line tone-${tone}`} role="note" aria-label="Verdict">
      <ToneIcon tone={tone} />
      <span>
        <b>
          {isKept
            ? `Readers of ${topic} who rely on ${name} can read the new values.`
            : `Readers of ${topic} who rely on ${name} cannot read every new value.`}
        </b>{' '}
        {first && (
          <Sentence
            text={`${isKept ? `Older values differ: ` : ''}${sentenceOf(first)}${others.length > 0 ? `, and ${others.length} more` : ''}.`}
          />
        )}
      </span>
    </div>
  )
}

function ContractText({
  topic,
  schema,
  facts,
  compatibility,
}: {
  topic: string
  schema: JsonObject
  facts: Record<string, TopicFacts>
  compatibility: Compatibility | null
}) {
  const [format, setFormat] = useState<Format>('schema')
  const { write, ending, label } = formats[format]
  const text = write({ [topic]: schema }, facts)
  return (
    <section className="pane review-side contract-text" aria-label="Text of the contract">
      <div className="pane-head">
        <Segmented label="Format" value={format} options={formatLabels} onChange={setFormat} />
        <span className="grow" />
        <IconButton
          Icon={Download}
          label={`Download ${label}`}
          isSmall
          onClick={() => download(`${topic}.${ending}`, text)}
        />
        <CopyButton text={text} label="Copy" />
      </div>
      <div className="scroll">
        <JsonView text={text} label={label} />
        {compatibility && <CompatibilityTable compatibility={compatibility} />}
      </div>
    </section>
  )
}

function CompatibilityTable({ compatibility: { with: name, forward, backward } }: { compatibility: Compatibility }) {
  const lines: [mode: string, breaks: SchemaBreak[]][] = [
    ['Forward', forward],
    ['Backward', backward],
    ['Full', [...forward, ...backward]],
  ]
  return (
    <section aria-label="Compatibility">
      <div className="section-head">
        <h3>Compatibility</h3>
        <span className="faint">with {name}</span>
      </div>
      <dl className="record-facts">
        {lines.map(([mode, breaks]) => (
          <div key={mode}>
            <dt>{mode}</dt>
            <dd className={breaks.length === 0 ? 'tone-ok' : 'tone-err'}>
              <ToneIcon tone={breaks.length === 0 ? 'ok' : 'err'} isSmall />
              {breaks.length === 0 ? (
                'yes'
              ) : mode === 'Full' ? (
                'no'
              ) : (
                <Sentence text={`no: ${breaks.map(sentenceOf).join('; ')}`} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
