import { isPlainObject } from '@mapping-designer/mapping-engine'
import { useMemo } from 'react'
import { usePreviews } from '../../designer/use-preview.ts'

/** Id of the list that suggests states of consent. */
export const consentNames = 'consent-names'

const usual = ['functional', 'analytics', 'marketing']

/** The usual states of consent, and those that the samples name. */
export function ConsentNames() {
  const previews = usePreviews()
  const names = useMemo(() => {
    const own = previews.flatMap(({ event }) =>
      isPlainObject(event?.['consent']) ? Object.keys(event['consent']) : [],
    )
    return [...new Set([...usual, ...own])]
  }, [previews])
  return (
    <datalist id={consentNames}>
      {names.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  )
}
