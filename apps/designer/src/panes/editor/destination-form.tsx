import { isPlainObject, valueAt } from '@mapping-designer/mapping-engine'
import type { JsonObject, JsonValue, Place } from '@mapping-designer/shared-types'
import { kafkaSettingsJsonSchema, setupJsonSchema } from '@mapping-designer/shared-types/json-schemas'
import { useId } from 'react'
import { PathInput } from '../../designer/path-input.tsx'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { useDestination, useProblems } from '../../designer/use-preview.ts'
import { typedConsent } from '../../mapping/value-parts.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { consentNames } from './consent-names.tsx'
import { DataMapping } from './data-mapping.tsx'
import { FormRow } from './form-row.tsx'
import { HeadersTable } from './headers-table.tsx'
import { OtherParts } from './other-parts.tsx'
import { PolicySection } from './policy-section.tsx'
import { References } from './references-section.tsx'
import { SchemaFields } from './schema-fields.tsx'
import { ShapingSection } from './shaping-section.tsx'
import { TopicInput } from './topic-input.tsx'

const kafka = ['settings', 'kafka']

import { Sentence } from '../../ui/sentence.tsx'

/** The settings that hold for every event of the destination. */
export function DestinationForm() {
  const destination = useDestination()
  const edit = useFlowEdit()
  const id = useId()
  const setting = (name: string) => valueAt(destination?.config, [...kafka, name])
  const text = (name: string) => {
    const value = setting(name)
    return typeof value === 'string' ? value : ''
  }
  const set = (name: string, value: JsonValue | undefined) =>
    edit([{ place: [...kafka, name], value }], `change ${name}`, `setting ${name}`)
  const settings = settingsOf(destination?.config)
  const consent = valueAt(destination?.config, ['consent'])

  return (
    <>
      <div className="form">
        <FormRow name="Topic" place={[...kafka, 'topic']} now="required">
          <TopicInput value={text('topic')} onChange={(topic) => set('topic', topic)} />
        </FormRow>
        <FormRow name="Key" place={[...kafka, 'key']} now="event path">
          <PathInput
            label="Key"
            value={text('key')}
            placeholder="none: the event name"
            onChange={(path) => set('key', path === '' ? undefined : path)}
          />
        </FormRow>
        <SchemaFields schema={settingsSchema} place={kafka} names={mainSettings} values={settings} onChange={set} />

        <FormRow name="Consent" htmlFor={`${id}consent`} now="any one of these is enough">
          <CommitInput
            id={`${id}consent`}
            value={isPlainObject(consent) ? Object.keys(consent).join(', ') : ''}
            placeholder="none needed"
            list={consentNames}
            onCommit={(value) => edit([{ place: ['consent'], value: typedConsent(value) }], 'change consent')}
          />
        </FormRow>
      </div>
      <ConfigProblems />
      <HeadersTable headers={setting('headers')} />
      <Connection settings={settings} onChange={set} />
      <DestinationParts config={destination?.config} />
      <References />
    </>
  )
}

const settingsSchema = kafkaSettingsJsonSchema()
const setupSchema = setupJsonSchema()

const mainSettings = ['brokers', 'compression', 'acks', 'idempotent']
const shownElsewhere = new Set(['topic', 'key', 'headers', ...mainSettings])

function settingsOf(config: unknown): Record<string, unknown> {
  const found = valueAt(config, kafka)
  return isPlainObject(found) ? found : {}
}

/** The settings of the connection, and whatever else the file holds there. */
function Connection({
  settings,
  onChange,
}: {
  settings: Record<string, unknown>
  onChange: (name: string, value: JsonValue | undefined) => void
}) {
  const title = useId()
  const known = Object.keys(settingsSchema.properties ?? {}).filter((name) => !shownElsewhere.has(name))
  const unknown = Object.entries(settings).filter(([name]) => !known.includes(name) && !shownElsewhere.has(name))
  return (
    <section aria-labelledby={title}>
      <details className="more" open={known.some((name) => name in settings)}>
        <summary>
          <h4 id={title}>Connection</h4>
        </summary>
        <div className="form">
          <SchemaFields schema={settingsSchema} place={kafka} names={known} values={settings} onChange={onChange} />
        </div>
      </details>
      <OtherParts place={kafka} parts={unknown} />
    </section>
  )
}

const shownParts = new Set(['settings', 'mapping', 'consent', 'data', 'policy', 'include'])
const dataPlace: Place = ['data']
const policyPlace: Place = ['policy']

/** What holds for every event beside the settings: data and policy before those of the rules, and the setup. */
function DestinationParts({ config }: { config: unknown }) {
  const edit = useFlowEdit()
  const own = isPlainObject(config) ? config : {}
  const hasForm = own['setup'] === undefined || isPlainObject(own['setup'])
  const others = Object.entries(own).filter(([name]) => !shownParts.has(name) && !(name === 'setup' && hasForm))
  return (
    <>
      <DataMapping place={dataPlace} data={own['data']} isMatching={false} isShared />
      <ShapingSection place={[]} include={own['include']} />
      <PolicySection place={policyPlace} policy={own['policy']} />
      {hasForm && (
        <SetupSection
          setup={own['setup']}
          topic={String(valueAt(config, [...kafka, 'topic']) ?? '')}
          onChange={(value) => edit([{ place: ['setup'], value }], 'change setup', 'setup')}
        />
      )}
      <OtherParts place={[]} parts={others} />
    </>
  )
}

/** What `walkeros setup` creates: one topic. */
function SetupSection({
  setup,
  topic,
  onChange,
}: {
  setup: unknown
  topic: string
  onChange: (value: JsonValue | undefined) => void
}) {
  const title = useId()
  const own = isPlainObject(setup) ? (setup as JsonObject) : {}
  return (
    <section aria-labelledby={title}>
      <details className="more" open={setup !== undefined}>
        <summary>
          <h4 id={title}>Setup</h4>
          <span className="faint">the topic that walkeros setup creates</span>
        </summary>
        <div className="form">
          <SchemaFields
            schema={setupSchema}
            place={['setup']}
            names={Object.keys(setupSchema.properties ?? {})}
            values={own}
            onChange={(name, value) => {
              const { [name]: _old, ...others } = own
              const next = value === undefined ? others : { topic, ...own, [name]: value }
              onChange(Object.keys(next).length === 0 ? undefined : next)
            }}
          />
        </div>
      </details>
    </section>
  )
}

/** Problems of the config that belong to no rule. */
function ConfigProblems() {
  const problems = useProblems().filter(({ code, place }) => code === 'invalid-config' && place[0] !== 'mapping')
  return problems.map((problem) => (
    <div key={problem.id} className="notice tone-err">
      <Sentence text={problem.cause} />
    </div>
  ))
}
