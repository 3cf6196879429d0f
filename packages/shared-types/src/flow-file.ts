import { z } from 'zod'
import { jsonObjectSchema } from './json.ts'

export const kafkaPackage = '@walkeros/server-destination-kafka'

/** A step example: what goes in and which calls come out. Mirrors walkerOS' `Flow.StepExample`. */
export const stepExampleSchema = z.looseObject({
  title: z.string().optional(),
  in: jsonObjectSchema,
  out: z.array(z.tuple([z.string()], z.unknown())).optional(),
})

export const destinationStepSchema = z.looseObject({
  package: z.string().optional(),
  config: z.looseObject({}).optional(),
  examples: z.record(z.string(), stepExampleSchema).optional(),
})

/** A walkerOS flow file, version 4. Every part that this product does not know is kept. */
export const flowFileSchema = z.looseObject({
  version: z.literal(4, 'must be 4; older flow files need an upgrade by hand'),
  flows: z.record(
    z.string(),
    z.looseObject({
      config: z.looseObject({}).optional(),
      collector: z.looseObject({}).optional(),
      destinations: z.record(z.string(), destinationStepSchema).optional(),
    }),
  ),
})
export type FlowFile = z.infer<typeof flowFileSchema>
