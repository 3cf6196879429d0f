import * as z from 'zod/mini'
import { jsonObjectSchema } from './json.ts'

export const kafkaPackage = '@walkeros/server-destination-kafka'

/** A step example: what goes in and which calls come out. Mirrors walkerOS' `Flow.StepExample`. */
export const stepExampleSchema = z.looseObject({
  title: z.optional(z.string()),
  in: jsonObjectSchema,
  out: z.optional(z.array(z.tuple([z.string()], z.unknown()))),
})

export const destinationStepSchema = z.looseObject({
  package: z.optional(z.string()),
  config: z.optional(z.looseObject({})),
  examples: z.optional(z.record(z.string(), stepExampleSchema)),
})

/** A walkerOS flow file, version 4. Every part that this product does not know is kept. */
export const flowFileSchema = z.looseObject({
  version: z.literal(4, 'must be 4; older flow files need an upgrade by hand'),
  flows: z.record(
    z.string(),
    z.looseObject({
      config: z.optional(z.looseObject({})),
      collector: z.optional(z.looseObject({})),
      destinations: z.optional(z.record(z.string(), destinationStepSchema)),
    }),
  ),
})
export type FlowFile = z.infer<typeof flowFileSchema>
