import * as z from 'zod/mini'
import { jsonValueSchema } from './json.ts'
import { consentSchema } from './walkeros-event.ts'

/** A function in a flow file: a string that starts with `$code:`. */
export const codeSchema = z
  .string()
  .check(z.startsWith('$code:', 'must be a function written as a string that starts with "$code:"'))

/**
 * One way to make a value. Everything is optional and combinable; walkerOS runs condition, consent, then
 * fn/key/value, then one of loop, map or set, then validate. Mirrors walkerOS' `Mapping.ValueConfig`.
 */
export interface ValueConfig {
  key?: string | undefined
  value?: z.infer<typeof jsonValueSchema> | undefined
  fn?: string | undefined
  condition?: string | undefined
  consent?: z.infer<typeof consentSchema> | undefined
  validate?: string | undefined
  loop?: [Value, Value] | undefined
  map?: Record<string, Value> | undefined
  set?: Value[] | undefined
  [unknown: string]: unknown
}

/** A path, a value config, or a list of them of which the first defined result wins. Mirrors `Mapping.Value`. */
export type Value = string | ValueConfig | Value[]

export const valueSchema: z.ZodMiniType<Value> = z.lazy(() =>
  z.union([z.string(), valueConfigSchema, z.array(valueSchema)], 'must be a path, an object of operators, or a list'),
)

export const valueConfigSchema: z.ZodMiniType<ValueConfig> = z.looseObject({
  key: z.optional(z.string()).check(z.describe('Path in the event; wins over fn')),
  value: z.optional(jsonValueSchema).check(z.describe('Static value, used when nothing else gives one')),
  fn: z.optional(codeSchema).check(z.describe('Function (value, context) => result')),
  condition: z
    .optional(codeSchema)
    .check(z.describe('Function (value, context) => boolean; false leaves the field out')),
  consent: z.optional(consentSchema).check(z.describe('Any one of these states is enough')),
  validate: z.optional(codeSchema).check(z.describe('Function (result, context) => boolean; false drops the result')),
  loop: z
    .optional(z.tuple([valueSchema, valueSchema], 'must be [scope, mapping of one item]'))
    .check(z.describe('[scope, mapping of one item]; scope "this" means the value itself')),
  map: z.optional(z.record(z.string(), valueSchema)).check(z.describe('Target field to source')),
  set: z.optional(z.array(valueSchema)).check(z.describe('An array of all results')),
})

/** The Kafka destination's settings of one rule. Both are plain strings; anything else is ignored by walkerOS. */
export const ruleSettingsSchema = z.looseObject({
  topic: z.optional(z.string()).check(z.describe('Topic of this rule instead of the destination topic')),
  key: z.optional(z.string()).check(z.describe('Path of the record key in the event, after policy and rename')),
})

/** What happens to the events of one entity and action. Mirrors walkerOS' `Mapping.Rule`. */
export const ruleSchema = z.looseObject({
  name: z.optional(z.string()).check(z.describe('New event name')),
  settings: z.optional(ruleSettingsSchema),
  condition: z.optional(codeSchema).check(z.describe('Synchronous function (event, context) => boolean')),
  data: z
    .optional(valueSchema)
    .check(z.describe('The record value; without a non-empty object the whole event is sent')),
  policy: z
    .optional(z.record(z.string(), valueSchema))
    .check(z.describe('Path in the event to new value, before mapping')),
  include: z.optional(z.array(z.string())).check(z.describe('Event sections to flatten into the data')),
  remove: z.optional(z.array(z.string())).check(z.describe('Paths to delete from the data')),
  ignore: z.optional(z.boolean()).check(z.describe('Send nothing')),
  silent: z.optional(z.boolean()),
  consent: z.optional(consentSchema).check(z.describe('Not evaluated by walkerOS at this place')),
})
export type Rule = z.infer<typeof ruleSchema>

/** Entity to action to rule, or to a list of alternatives of which the first whose condition holds is taken. */
export const rulesSchema = z.record(
  z.string(),
  z.record(z.string(), z.union([ruleSchema, z.array(ruleSchema)], 'must be a rule or a list of rules')),
)
export type Rules = z.infer<typeof rulesSchema>
