/** The last name of a path that is no item number. */
export function lastName(path: string): string {
  const names = path.split('.').filter((step) => !/^\d+$|^\*$/.test(step))
  return names.at(-1) ?? 'field'
}

/** The name, or the name with a number where it is taken. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted
  let number = 2
  while (taken.includes(`${wanted}_${number}`)) number++
  return `${wanted}_${number}`
}
