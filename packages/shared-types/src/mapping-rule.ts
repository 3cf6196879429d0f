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

/** The same as an object schema, so that its properties can be described. */
export const valueConfigSchema = z.looseObject({
  key: z.optional(z.string()),
  value: z.optional(jsonValueSchema),
  fn: z.optional(codeSchema),
  condition: z.optional(codeSchema),
  consent: z.optional(consentSchema),
  validate: z.optional(codeSchema),
  loop: z.optional(z.tuple([valueSchema, valueSchema], 'must be [scope, mapping of one item]')),
  map: z.optional(z.record(z.string(), valueSchema)),
  set: z.optional(z.array(valueSchema)),
})

/** The Kafka destination's settings of one rule. Both are plain strings; anything else is ignored by walkerOS. */
export const ruleSettingsSchema = z.looseObject({
  topic: z.optional(z.string()),
  key: z.optional(z.string()),
})

/** What happens to the events of one entity and action. Mirrors walkerOS' `Mapping.Rule`. */
export const ruleSchema = z.looseObject({
  name: z.optional(z.string()),
  settings: z.optional(ruleSettingsSchema),
  condition: z.optional(codeSchema),
  data: z.optional(valueSchema),
  policy: z.optional(z.record(z.string(), valueSchema)),
  include: z.optional(z.array(z.string())),
  remove: z.optional(z.array(z.string())),
  ignore: z.optional(z.boolean()),
  silent: z.optional(z.boolean()),
  consent: z.optional(consentSchema),
})
export type Rule = z.infer<typeof ruleSchema>

/** Entity to action to rule, or to a list of alternatives of which the first whose condition holds is taken. */
export const rulesSchema = z.record(
  z.string(),
  z.record(z.string(), z.union([ruleSchema, z.array(ruleSchema)], 'must be a rule or a list of rules')),
)
export type Rules = z.infer<typeof rulesSchema>
