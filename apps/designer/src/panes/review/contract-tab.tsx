import { linesOfField, placesOfField, promisedSchema, type TopicFacts } from '@mapping-designer/mapping-engine'
import type { JsonObject } from '@mapping-designer/shared-types'
import { Download, FileUp } from 'lucide-react'
import { useMemo, useState } from 'react'
import { chooseFile, takeFile } from '../../designer/choose-file.ts'
import { useDesigner, useDocument, useView } from '../../designer/designer-context.tsx'
import { rulePlace } from '../../designer/go-to-problem.ts'
import { ReviewBar } from '../../designer/review-bar.tsx'
import { useDestination, usePreview } from '../../designer/use-preview.ts'
import { contractFormats } from '../../designer/view-state.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { download } from '../../ui/download.ts'
import { Empty } from '../../ui/empty.tsx'
import { fileDrop } from '../../ui/file-drop.ts'
import { formatCount, plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { JsonView } from '../../ui/json-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { type Against, AgainstPicker, useCompared } from './contract-against.tsx'
import { contractFile, maxSamples, ownTopic, shownTopic } from './contract-now.ts'
import { type Compatibility, contractRows } from './contract-rows.ts'
import { ContractTable } from './contract-table.tsx'
import { CompatibilityLine, CompatibilityTable } from './contract-verdict.tsx'
import { useContract } from './use-contract.ts'

/** What consumers of each topic may rely on. */
export default function ContractTab() {
  const parts = useDesigner()
  const { contracts, facts, config, isRunning } = useContract()
  const [against, setAgainst] = useState<Against>({ file: null, subject: null, compatibility: 'own' })
  const { setContract, say } = parts.view.getState().actions
  const wanted = useView((state) => state.contract.topic)
  const topic = shownTopic(contracts, wanted, ownTopic(usePreview()))
  const schema = topic === undefined ? undefined : contracts[topic]
  const takeSchema = ({ name, text }: { name: string; text: string }) => {
    const file = promisedSchema(name, text)
    if ('fault' in file) return say(file.fault)
    setAgainst({ ...against, file })
    setContract({ against: 'file' })
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
              <select
                className="field small"
                value={topic}
                onChange={({ target }) => setContract({ topic: target.value })}
              >
                {Object.keys(contracts).map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
            <span className="grow" />
            <AgainstPicker
              topic={topic}
              against={against}
              onChange={(change) => setAgainst({ ...against, ...change })}
            />
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
  const { compatibility, notice } = useCompared(topic, schema, against)
  const text = useDocument((state) => state.text)
  const destination = useDestination()
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
      {notice !== null && (
        <p className="notice tone-warn" role="status">
          <ToneIcon tone="warn" />
          {notice}
        </p>
      )}
      <div className="review-split">
        <div className="pane">
          <div className="scroll" role="region" aria-label="Fields of the values" tabIndex={0}>
            <ContractTable
              rows={rows}
              compatibility={compatibility}
              linesOf={(path) => (destination === undefined ? [] : linesOfField(text, destination, topic, path))}
              onGoTo={goTo}
            />
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
  const { view } = useDesigner()
  const format = useView((state) => state.contract.format)
  const label = contractFormats[format]
  const { name, text } = contractFile(topic, schema, facts, format)
  return (
    <section className="pane review-side contract-text" aria-label="Text of the contract" data-pane="side">
      <div className="pane-head">
        <Segmented
          label="Format"
          value={format}
          options={contractFormats}
          onChange={(next) => view.getState().actions.setContract({ format: next })}
        />
        <span className="grow" />
        <IconButton Icon={Download} label={`Download ${label}`} isSmall onClick={() => download(name, text)} />
        <CopyButton text={text} label="Copy" />
      </div>
      <div className="scroll">
        <JsonView text={text} label={label} />
        {compatibility && <CompatibilityTable compatibility={compatibility} />}
      </div>
    </section>
  )
}
