import * as z from 'zod/mini'

/** Every error of the bridge has this shape. */
export const apiErrorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.optional(z.string()),
    place: z.optional(z.string()),
  }),
})
export type ApiError = z.infer<typeof apiErrorSchema>['error']

/** Events that every stream may send beside its own. */
export const commonEvents = {
  /** Nothing happened for some seconds. */
  alive: z.null(),
  /** The caller reads more slowly than events come; so many of the oldest were left out before the next one. */
  dropped: z.object({ count: z.int() }),
  /** Why the stream ends. */
  error: apiErrorSchema,
}
