/** What a function of a flow is there for; it decides what the function is called with and what it gives. */
export type FunctionUse = 'value' | 'condition' | 'validate' | 'rule-condition' | 'transformer' | 'source'

/**
 * The types that walkerOS 4.2.1 calls functions with, for the code editor. The event is the event of the chosen
 * sample's shape where one is given, so that its own fields are completed.
 */
export function functionTypes(sample: unknown): string {
  return `
type Consent = Record<string, boolean>
interface Entity { entity: string; data: SampleNested; nested?: Entity[]; context?: Record<string, [string, number]> }
interface WalkerEvent {
  name: string
  data: SampleData
  context: Record<string, [string, number]>
  globals: ${typeOf(at(sample, 'globals'))}
  custom: ${typeOf(at(sample, 'custom'))}
  user: { id?: string; device?: string; session?: string; hash?: string } & ${typeOf(at(sample, 'user'))}
  nested: Entity[]
  consent: Consent
  id: string
  trigger: string
  entity: string
  action: string
  /** Milliseconds since 1970. */
  timestamp: number
  timing: number
  source: Record<string, any>
}
type SampleData = ${typeOf(at(sample, 'data'))}
type SampleNested = ${nestedType(at(sample, 'nested'))}
interface MappingContext {
  /** The whole event, also inside a loop. */
  event: WalkerEvent
  /** The mapping value that is being run. */
  mapping: any
  consent?: Consent
  collector: any
  logger: { info(...args: any[]): void; warn(...args: any[]): void; error(...args: any[]): void; debug(...args: any[]): void }
}
type ValueFunction = (value: any, context: MappingContext) => any
type ConditionFunction = (value: any, context: MappingContext) => boolean | undefined | null
type ValidateFunction = (value: any, context: MappingContext) => boolean | undefined | null
type RuleConditionFunction = (event: WalkerEvent, context: MappingContext) => unknown
/** At a source the event is partial: it has what the source gave. */
type StepEvent = Partial<WalkerEvent> & Record<string, any>
interface StepContext {
  id: string
  /** Of the request; steps write here what later steps, routes and destinations read. */
  ingest: Record<string, any> & { _meta: { hops: number; path: string[] } }
  config: Record<string, any>
  env: Record<string, any>
  collector: any
  logger: MappingContext['logger']
  reportError(error: unknown): void
}
type StepResult = { event?: StepEvent; next?: any } | { event?: StepEvent; next?: any }[] | false | void | null | undefined
/** It hands events over with context.env.push. */
type SourceFunction = (event: any, ...rest: any[]) => unknown
type TransformerFunction = (event: StepEvent, context: StepContext) => StepResult | Promise<StepResult>
`
}

/** Name of the type that a function of this use has. */
export const typeOfUse: Record<FunctionUse, string> = {
  value: 'ValueFunction',
  condition: 'ConditionFunction',
  validate: 'ValidateFunction',
  'rule-condition': 'RuleConditionFunction',
  transformer: 'TransformerFunction',
  source: 'SourceFunction',
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}

function nestedType(nested: unknown): string {
  const items = Array.isArray(nested) ? nested.map((item) => typeOf(at(item, 'data'))) : []
  return items.length === 0 ? 'Record<string, any>' : [...new Set(items)].map((type) => `(${type})`).join(' | ')
}

// Samples are examples and no promise: every field may be missing, and others may be there.
function typeOf(value: unknown, depth = 0): string {
  if (Array.isArray(value)) return `${depth > 3 ? 'any' : `(${typeOf(value[0], depth + 1)})`}[]`
  if (typeof value === 'object' && value !== null) {
    if (depth > 3) return 'Record<string, any>'
    const fields = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${typeOf(item, depth + 1)}`)
    return `{ ${fields.join('; ')} } & Record<string, any>`
  }
  if (value === null || value === undefined) return 'any'
  return typeof value
}
