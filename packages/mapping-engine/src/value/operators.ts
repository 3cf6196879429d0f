/** The operators of a mapping value, as a config may hold them. */
export interface Operators {
  condition?: unknown
  consent?: unknown
  fn?: unknown
  key?: unknown
  loop?: unknown
  map?: unknown
  set?: unknown
  validate?: unknown
  value?: unknown
}
