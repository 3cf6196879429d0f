const prototypes = [Object.prototype, Array.prototype, String.prototype, Function.prototype]

/** Takes back what a function of a config did to the prototypes of this process, and says whether there was anything. */
export function undoPollution(): boolean {
  let wasPolluted = false
  for (const prototype of prototypes) {
    for (const key of Object.keys(prototype)) {
      wasPolluted = true
      delete (prototype as unknown as Record<string, unknown>)[key]
    }
  }
  return wasPolluted
}
