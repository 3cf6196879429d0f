const constructors = [Object, Array, String, Number, Boolean, Function]
const globals = [...constructors, ...constructors.map(({ prototype }) => prototype)]

/** Takes back what a function of a config did to the constructors and prototypes of this process, and says whether there was anything. */
export function undoPollution(): boolean {
  let wasPolluted = false
  for (const object of globals) {
    for (const key of Object.keys(object)) {
      wasPolluted = true
      delete (object as unknown as Record<string, unknown>)[key]
    }
  }
  return wasPolluted
}
