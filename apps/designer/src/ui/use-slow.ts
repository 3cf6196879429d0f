import { useEffect, useState } from 'react'

/** ms of work that nobody needs to be told of. */
const patience = 500

/** Whether something has been busy for longer than a moment: what comes and goes with each key would only flicker. */
export function useSlow(isBusy: boolean): boolean {
  const [isSlow, setIsSlow] = useState(false)
  useEffect(() => {
    if (!isBusy) {
      setIsSlow(false)
      return
    }
    const timer = setTimeout(() => setIsSlow(true), patience)
    return () => clearTimeout(timer)
  }, [isBusy])
  return isSlow && isBusy
}
