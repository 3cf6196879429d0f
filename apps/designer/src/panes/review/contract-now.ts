import {
  contractAsyncApi,
  contractFlinkSql,
  contractKsqlDb,
  contractOf,
  contractTypes,
  markedPersonal,
  type TopicFacts,
  topicFacts,
} from '@mapping-designer/mapping-engine'
import type { JsonObject } from '@mapping-designer/shared-types'
import { copyText } from '../../designer/copy-text.ts'
import type { DesignerParts } from '../../designer/designer-context.tsx'
import { type ContractFormat, contractFormats } from '../../designer/view-state.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { download } from '../../ui/download.ts'

/** Samples whose records are looked at; more would be waited for. */
export const maxSamples = 1_000

export type Contracts = Readonly<Record<string, JsonObject>>

/** The shape of the values of each topic, from a config, the step around it, and the records of samples. */
export function contractsOf(
  config: unknown,
  step: unknown,
  previews: readonly SamplePreview[],
): { contracts: Contracts; facts: Record<string, TopicFacts> } {
  const outcomes = previews.slice(0, maxSamples).flatMap(({ explanation }) => explanation?.outcome ?? [])
  const marked = markedPersonal(step)
  return { contracts: contractOf(config, outcomes, marked), facts: topicFacts(config, outcomes, marked) }
}

/** The topic that somebody chose, else that of the record on screen, else the first. */
export function shownTopic(contracts: Contracts, wanted: string | null, own: string | null): string | undefined {
  const topics = Object.keys(contracts)
  return [wanted, own].find((name) => name !== null && topics.includes(name)) ?? topics[0]
}

/** Where the record on screen goes. */
export function ownTopic(preview: SamplePreview | undefined): string | null {
  const outcome = preview?.explanation?.outcome
  return outcome?.kind === 'message' ? outcome.record.topic : null
}

const files: Record<ContractFormat, { ending: string; write: typeof contractAsyncApi }> = {
  schema: { ending: 'schema.json', write: (of) => JSON.stringify(Object.values(of)[0], null, 2) },
  types: { ending: 'd.ts', write: contractTypes },
  asyncapi: { ending: 'asyncapi.json', write: contractAsyncApi },
  flink: { ending: 'flink.sql', write: contractFlinkSql },
  ksqldb: { ending: 'ksqldb.sql', write: contractKsqlDb },
}

/** The contract of a topic as a file. */
export function contractFile(
  topic: string,
  schema: JsonObject,
  facts: Record<string, TopicFacts>,
  format: ContractFormat,
): { name: string; text: string } {
  const { ending, write } = files[format]
  return { name: `${topic}.${ending}`, text: write({ [topic]: schema }, facts) }
}

/** Copies or downloads the contract that is shown, or would be. */
export async function takeContract(parts: DesignerParts, how: 'copy' | 'download'): Promise<void> {
  const { analysis, derived, view } = parts
  const { destination, previews } = analysis.getState()
  const { contract, actions } = view.getState()
  const { contracts, facts } = contractsOf(destination?.effective, destination?.step, previews)
  const topic = shownTopic(contracts, contract.topic, ownTopic(derived.getState().preview))
  const schema = topic === undefined ? undefined : contracts[topic]
  if (topic === undefined || schema === undefined) return actions.say('No contract yet: no sample becomes a record.')
  const { name, text } = contractFile(topic, schema, facts, contract.format)
  if (how === 'download') return download(name, text)
  await copyText(parts, text, `the contract of ${topic} as ${contractFormats[contract.format]}`)
}
