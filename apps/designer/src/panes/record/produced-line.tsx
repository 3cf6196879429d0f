import { outcomeDigest } from '@mapping-designer/mapping-engine'
import { useEffect, useState } from 'react'
import { useProduced } from '../../designer/designer-context.tsx'
import { usePreview } from '../../designer/use-preview.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'

/** Where this very record was produced last; nothing as soon as the record is another one. */
export function ProducedLine() {
  const preview = usePreview()
  const produced = useProduced(preview?.sample.id ?? '')
  const outcome = preview?.explanation?.outcome
  const [digest, setDigest] = useState<string | null>(null)
  useEffect(() => {
    let isLate = false
    setDigest(null)
    if (outcome) void outcomeDigest(outcome).then((found) => !isLate && setDigest(found))
    return () => {
      isLate = true
    }
  }, [outcome])
  if (produced?.status !== 'produced' || produced.digest !== digest) return null
  const isIdentical = produced.identical === true
  return (
    <div className={`notice tone-${isIdentical ? 'ok' : 'warn'}`} data-testid="produced">
      <ToneIcon tone={isIdentical ? 'ok' : 'warn'} />
      <span>
        <code>
          {produced.topic} {produced.partition}@{produced.offset}
        </code>
        {isIdentical ? ', identical to the preview' : `, ${produced.reason ?? 'differs from the preview'}`}
      </span>
    </div>
  )
}
