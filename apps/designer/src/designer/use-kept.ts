import { useState } from 'react'
import { browserStorage } from '../document/browser-storage.ts'

/** A choice that a person makes once: this browser keeps it, the first option counts until then. */
export function useKept<T extends string>(name: string, options: readonly [T, ...T[]]): [T, (choice: T) => void] {
  const key = `kafka-mapping-designer.${name}`
  const [choice, setChoice] = useState(() => {
    const kept = browserStorage.getItem(key)
    return options.find((option) => option === kept) ?? options[0]
  })
  const keep = (next: T) => {
    setChoice(next)
    browserStorage.setItem(key, next)
  }
  return [choice, keep]
}
