import { valueAt } from '@mapping-designer/mapping-engine'
import type { Place } from '@mapping-designer/shared-types'
import { useReading } from '../../designer/use-preview.ts'

/** What stands at a place of the flow file now. */
export function useReadingJson(place: Place): unknown {
  return valueAt(useReading().json, place)
}
