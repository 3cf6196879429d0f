/** The operators of a mapping value; every other key of one is ignored by walkerOS. */
export const operatorNames = ['condition', 'consent', 'fn', 'key', 'loop', 'map', 'set', 'validate', 'value'] as const

/** The operators of a mapping value, as a config may hold them. */
export type Operators = { [Name in (typeof operatorNames)[number]]?: unknown }
