import * as z from 'zod/mini'

/** What a token lets its holder do: look, produce and save, or also change topics. */
export const roleSchema = z.enum(['viewer', 'producer', 'admin'])
export type Role = z.infer<typeof roleSchema>
