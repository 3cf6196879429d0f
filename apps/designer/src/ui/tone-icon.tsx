import { CircleCheck, CircleMinus, OctagonX, TriangleAlert } from 'lucide-react'
import { memo } from 'react'

export type Tone = 'ok' | 'warn' | 'err' | 'quiet'

const icons = { ok: CircleCheck, warn: TriangleAlert, err: OctagonX, quiet: CircleMinus }

/** The icon of a tone; the word beside it says the same. */
export const ToneIcon = memo(function ToneIcon({ tone, isSmall = false }: { tone: Tone; isSmall?: boolean }) {
  const Icon = icons[tone]
  return <Icon className={`icon tone-${tone}${isSmall ? ' small' : ''}`} aria-hidden />
})
