import type { ReactNode } from 'react'
import { Segmented } from '../ui/segmented.tsx'
import { useDesigner, useView } from './designer-context.tsx'
import { reviewTabs } from './view-state.ts'

/** The line above what is judged over all samples: which of it, and what can be done with that. */
export function ReviewBar({ children }: { children?: ReactNode }) {
  const { view } = useDesigner()
  const tab = useView((state) => state.reviewTab)
  return (
    <div className="review-bar">
      <h2 className="sr-only">{reviewTabs[tab]}</h2>
      <Segmented label="Review" value={tab} options={reviewTabs} onChange={view.getState().actions.showReview} />
      {children}
    </div>
  )
}
