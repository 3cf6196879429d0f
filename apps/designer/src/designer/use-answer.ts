import { useCallback, useEffect, useRef, useState } from 'react'
import { sentenceOf } from '../bridge/bridge-store.ts'

/** What the bridge answered, why it did not, and whether it is being asked. */
export interface Answer<T> {
  value: T | null
  error: string | null
  isAsking: boolean
  /** Asks again. */
  again: () => void
}

/** Asks the bridge at once, and again when the question changes; the newest question decides what is shown. */
export function useAnswer<T>(ask: () => Promise<T>): Answer<T> {
  const [state, setState] = useState<Omit<Answer<T>, 'again'>>({ value: null, error: null, isAsking: true })
  const newest = useRef(0)
  const again = useCallback(() => {
    const mine = ++newest.current
    setState((before) => ({ ...before, isAsking: true }))
    ask().then(
      (value) => mine === newest.current && setState({ value, error: null, isAsking: false }),
      (error: unknown) =>
        mine === newest.current && setState({ value: null, error: sentenceOf(error), isAsking: false }),
    )
  }, [ask])
  useEffect(() => {
    again()
    return () => {
      newest.current++
    }
  }, [again])
  return { ...state, again }
}
