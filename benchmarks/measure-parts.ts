/** Measures one part after the other; each is handed to `onPart` as soon as it is there. */
export async function measureParts<T>(
  parts: Record<string, () => T | Promise<T>>,
  onPart: (name: string, figures: T) => void,
): Promise<Record<string, T>> {
  const all: Record<string, T> = {}
  for (const [name, measure] of Object.entries(parts)) {
    const figures = await measure()
    all[name] = figures
    onPart(name, figures)
  }
  return all
}
