/** Texts by name. */
export interface KeptTexts {
  getItem(key: string): string | null
  /** Whether there was room for it. */
  setItem(key: string, value: string): boolean
  removeItem(key: string): void
  keys(): string[]
}

/** A storage of the browser that never throws: where it is blocked, texts live as long as the page. */
function keptIn(open: () => Storage): KeptTexts {
  const ofPage = new Map<string, string>()
  const unlessBlocked = <T>(use: (storage: Storage) => T, instead: () => T): T => {
    let storage: Storage
    try {
      storage = open()
    } catch {
      return instead()
    }
    return use(storage)
  }
  return {
    getItem: (key) =>
      unlessBlocked(
        (storage) => storage.getItem(key),
        () => ofPage.get(key) ?? null,
      ),
    setItem: (key, value) =>
      unlessBlocked(
        (storage) => isWritten(storage, key, value),
        () => ofPage.set(key, value).has(key),
      ),
    removeItem: (key) =>
      unlessBlocked(
        (storage) => storage.removeItem(key),
        () => void ofPage.delete(key),
      ),
    keys: () => unlessBlocked(Object.keys, () => [...ofPage.keys()]),
  }
}

function isWritten(storage: Storage, key: string, value: string): boolean {
  try {
    storage.setItem(key, value)
    return true
  } catch {
    return false
  }
}

/** Of all tabs, for as long as the browser keeps it. */
// biome-ignore lint/style/noRestrictedGlobals: in this place alone
export const browserStorage = keptIn(() => localStorage)
/** Of this tab alone. */
// biome-ignore lint/style/noRestrictedGlobals: in this place alone
export const tabStorage = keptIn(() => sessionStorage)
