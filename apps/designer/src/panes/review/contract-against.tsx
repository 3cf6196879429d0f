import {
  type Compatibility,
  compatibilities,
  modeOf,
  type PromisedSchema,
  promisedVersion,
  uncheckedBy,
} from '@mapping-designer/mapping-engine'
import type { JsonObject, RegisteredSchema } from '@mapping-designer/shared-types'
import { useCallback, useMemo } from 'react'
import { chosenProfile } from '../../bridge/bridge-store.ts'
import { useBridge, useDesigner, useView } from '../../designer/designer-context.tsx'
import { useAnswer } from '../../designer/use-answer.ts'
import type { ShownContract } from '../../designer/view-state.ts'
import { type Compared, compatibilityWith } from './contract-rows.ts'
import { useSavedContract } from './use-contract.ts'

/** What somebody chose to hold a contract against. */
export interface Against {
  /** The schema in a file. */
  file: PromisedSchema | null
  /** Of the registry; that of the topic without one. */
  subject: string | null
  /** `own` is the mode that the registry has for the subject. */
  compatibility: Compatibility | 'own'
}

const ownSubject = (topic: string) => `${topic}-value`

/** What the schema of a topic is held against, and what that gives. */
export function useCompared(topic: string, schema: JsonObject, against: Against): Compared {
  const kind = useView((state) => state.contract.against)
  const saved = useSavedContract(kind === 'saved')
  const promised = saved?.[topic]
  const registered = useRegistered(kind === 'registry' ? (against.subject ?? ownSubject(topic)) : null, against)
  return useMemo(() => {
    if (kind === 'registry') return registeredWith(schema, registered, against.compatibility)
    if (kind === 'file' && against.file)
      return { compatibility: compatibilityWith(schema, [against.file], 'forward'), notice: null }
    if (kind !== 'saved' || saved === null) return { compatibility: null, notice: null }
    const notice = `The saved flow sends none of the samples to ${topic}: there is nothing that readers could rely on yet.`
    if (promised === undefined) return { compatibility: null, notice }
    const compatibility = compatibilityWith(schema, [{ name: 'the saved flow', schema: promised }], 'forward')
    return { compatibility, notice: null }
  }, [kind, schema, registered, against, saved, promised, topic])
}

type Registered = ReturnType<typeof useRegistered>

function useRegistered(subject: string | null, { compatibility }: Against) {
  const { client } = useDesigner()
  const profile = useBridge(chosenProfile)?.name
  const isTransitive = compatibility === 'own' ? undefined : compatibility.endsWith('-transitive')
  const ask = useCallback(
    async (): Promise<RegisteredSchema[]> =>
      subject === null || profile === undefined ? [] : client.comparedSchemas(profile, subject, isTransitive),
    [client, profile, subject, isTransitive],
  )
  return useAnswer(ask)
}

function registeredWith(
  schema: JsonObject,
  { value, error, isAsking }: Registered,
  compatibility: Against['compatibility'],
): Compared {
  if (error !== null) return { compatibility: null, notice: error }
  if (isAsking || value === null) return { compatibility: null, notice: 'The registry is being read…' }
  if (value.length === 0) return { compatibility: null, notice: 'No cluster is chosen, so no registry can be read.' }
  const chosen = compatibility === 'own' ? value[0]?.compatibility : compatibility
  const unchecked = uncheckedBy(chosen, value[0]?.subject ?? '')
  if (unchecked !== undefined) return { compatibility: null, notice: `${unchecked} Choose a mode to check it in.` }
  const promised: PromisedSchema[] = []
  for (const found of value) {
    const one = promisedVersion(found)
    if ('fault' in one) return { compatibility: null, notice: one.fault }
    promised.push(one)
  }
  return { compatibility: compatibilityWith(schema, promised, modeOf(chosen)), notice: null }
}

/** Chooses what the contract is held against: nothing, the saved flow, a schema file, or a subject of the registry in a mode. */
export function AgainstPicker({
  topic,
  against,
  onChange,
}: {
  topic: string
  against: Against
  onChange: (change: Partial<Against>) => void
}) {
  const { view } = useDesigner()
  const kind = useView((state) => state.contract.against)
  const hasRegistry = useBridge(chosenProfile)?.hasRegistry === true
  const { setContract } = view.getState().actions
  return (
    <>
      <label className="side-picker">
        <span className="faint">Check against</span>
        <select
          className="field small"
          value={kind}
          onChange={({ target }) => setContract({ against: target.value as ShownContract['against'] })}
        >
          <option value="none">nothing</option>
          <option value="saved">saved flow</option>
          {against.file && <option value="file">{against.file.name}</option>}
          <option value="registry" disabled={!hasRegistry}>
            {hasRegistry ? 'schema registry' : 'schema registry: the profile has none'}
          </option>
        </select>
      </label>
      {kind === 'registry' && hasRegistry && <RegistryPicker topic={topic} against={against} onChange={onChange} />}
    </>
  )
}

function RegistryPicker({ topic, against, onChange }: Parameters<typeof AgainstPicker>[0]) {
  const { client } = useDesigner()
  const profile = useBridge(chosenProfile)?.name
  const { value } = useAnswer(
    useCallback(async () => (profile === undefined ? [] : client.subjects(profile)), [client, profile]),
  )
  const own = ownSubject(topic)
  return (
    <>
      <label className="side-picker">
        <span className="faint">Subject</span>
        <select
          className="field small"
          value={against.subject ?? own}
          onChange={({ target }) => onChange({ subject: target.value === own ? null : target.value })}
        >
          {[...new Set([own, ...(value ?? [])])].map((subject) => (
            <option key={subject}>{subject}</option>
          ))}
        </select>
      </label>
      <label className="side-picker">
        <span className="faint">Compatibility</span>
        <select
          className="field small"
          value={against.compatibility}
          onChange={({ target }) => onChange({ compatibility: target.value as Against['compatibility'] })}
        >
          <option value="own">as in the registry</option>
          {compatibilities.map((mode) => (
            <option key={mode}>{mode}</option>
          ))}
        </select>
      </label>
    </>
  )
}
