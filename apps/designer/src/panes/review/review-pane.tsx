import type { ReactNode } from 'react'
import { useView } from '../../designer/designer-context.tsx'
import type { ReviewTab } from '../../designer/view-store.ts'
import { ConsentTab } from './consent-tab.tsx'
import './review.css'

/** What is judged over all samples: what each becomes, and which fields leave under which consent. */
export default function ReviewPane({ matrix }: { matrix: ReactNode }) {
  const tab = useView((state) => state.reviewTab)
  const tabs: Record<ReviewTab, ReactNode> = { matrix, consent: <ConsentTab /> }
  return <div className="review">{tabs[tab]}</div>
}
