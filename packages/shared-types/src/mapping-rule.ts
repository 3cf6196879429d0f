import { z } from 'zod'
import { jsonValueSchema } from './json.ts'
import { consentSchema } from './walkeros-event.ts'

/** A function in a flow file: a string that starts with `$code:`. */
export const codeSchema = z
  .string()
  .startsWith('$code:', 'must be a function written as a string that starts with "$code:"')

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

export const valueSchema: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string(), valueConfigSchema, z.array(valueSchema)], 'must be a path, an object of operators, or a list'),
)

export const valueConfigSchema: z.ZodType<ValueConfig> = z.looseObject({
  key: z.string().optional().describe('Path in the event; wins over fn'),
  value: jsonValueSchema.optional().describe('Static value, used when nothing else gives one'),
  fn: codeSchema.optional().describe('Function (value, context) => result'),
  condition: codeSchema.optional().describe('Function (value, context) => boolean; false leaves the field out'),
  consent: consentSchema.optional().describe('Any one of these states is enough'),
  validate: codeSchema.optional().describe('Function (result, context) => boolean; false drops the result'),
  loop: z
    .tuple([valueSchema, valueSchema], 'must be [scope, mapping of one item]')
    .optional()
    .describe('[scope, mapping of one item]; scope "this" means the value itself'),
  map: z.record(z.string(), valueSchema).optional().describe('Target field to source'),
  set: z.array(valueSchema).optional().describe('An array of all results'),
})

/** The Kafka destination's settings of one rule. Both are plain strings; anything else is ignored by walkerOS. */
export const ruleSettingsSchema = z.looseObject({
  topic: z.string().optional().describe('Topic of this rule instead of the destination topic'),
  key: z.string().optional().describe('Path of the record key in the event, after policy and rename'),
})

/** What happens to the events of one entity and action. Mirrors walkerOS' `Mapping.Rule`. */
export const ruleSchema = z.looseObject({
  name: z.string().optional().describe('New event name'),
  settings: ruleSettingsSchema.optional(),
  condition: codeSchema.optional().describe('Synchronous function (event, context) => boolean'),
  data: valueSchema.optional().describe('The record value; without a non-empty object the whole event is sent'),
  policy: z.record(z.string(), valueSchema).optional().describe('Path in the event to new value, before mapping'),
  include: z.array(z.string()).optional().describe('Event sections to flatten into the data'),
  remove: z.array(z.string()).optional().describe('Paths to delete from the data'),
  ignore: z.boolean().optional().describe('Send nothing'),
  silent: z.boolean().optional(),
  consent: consentSchema.optional().describe('Not evaluated by walkerOS at this place'),
})
export type Rule = z.infer<typeof ruleSchema>

/** Entity to action to rule, or to a list of alternatives of which the first whose condition holds is taken. */
export const rulesSchema = z.record(
  z.string(),
  z.record(z.string(), z.union([ruleSchema, z.array(ruleSchema)], 'must be a rule or a list of rules')),
)
export type Rules = z.infer<typeof rulesSchema>
