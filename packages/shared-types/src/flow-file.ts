import * as z from 'zod/mini'

export const kafkaPackage = '@walkeros/server-destination-kafka'

export const destinationStepSchema = z.looseObject({
  package: z.optional(z.string()),
  config: z.optional(z.looseObject({})),
  // A wrong example is wrong by itself; the file can be opened.
  examples: z.optional(z.unknown()),
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
