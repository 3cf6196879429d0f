import { type ReactNode, Suspense } from 'react'
import { useView } from '../../designer/designer-context.tsx'
import type { ReviewTab } from '../../designer/view-state.ts'
import { lazyLater } from '../../ui/later.ts'
import './review.css'

const ConsentTab = lazyLater(() => import('./consent-tab.tsx'))
const ContractTab = lazyLater(() => import('./contract-tab.tsx'))
const CompareTab = lazyLater(() => import('./compare-tab.tsx'))

/** What is judged over all samples: what each becomes, which fields leave under which consent, what readers may rely on, and what a change does. */
export default function ReviewPane({ matrix }: { matrix: ReactNode }) {
  const tab = useView((state) => state.reviewTab)
  const tabs: Record<ReviewTab, ReactNode> = {
    matrix,
    consent: <ConsentTab />,
    contract: <ContractTab />,
    compare: <CompareTab />,
  }
  return (
    <div className="review">
      <Suspense fallback={<p className="empty-note">Loading…</p>}>{tabs[tab]}</Suspense>
    </div>
  )
}
