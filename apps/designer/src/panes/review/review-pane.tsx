import type { ReactNode } from 'react'
import { useDesigner, useView } from '../../designer/designer-context.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { ConsentTab } from './consent-tab.tsx'
import './review.css'

/** What is judged over all samples: what each becomes, and which fields leave under which consent. */
export default function ReviewPane({ matrix }: { matrix: ReactNode }) {
  const { view } = useDesigner()
  const tab = useView((state) => state.reviewTab)
  return (
    <div className="review">
      <div className="review-bar">
        <Segmented
          label="Review"
          value={tab}
          options={{ matrix: 'Samples', consent: 'Consent' }}
          onChange={view.getState().actions.showReview}
        />
      </div>
      {tab === 'matrix' ? matrix : <ConsentTab />}
    </div>
  )
}
