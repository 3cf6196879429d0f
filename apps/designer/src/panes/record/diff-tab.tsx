import { reasonOf } from '@mapping-designer/mapping-engine'
import { compareExample, outOf } from '@mapping-designer/mapping-engine/examples'
import type { Outcome } from '@mapping-designer/shared-types'
import { useState } from 'react'
import { useProduced } from '../../designer/designer-context.tsx'
import type { SamplePreview } from '../../preview/derive.ts'
import { plural } from '../../ui/format.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { Differences } from './differences.tsx'
import { useSavedPreview } from './use-saved-preview.ts'

const references = { saved: 'Saved flow', produced: 'Last produced' }

/** The record against what the saved flow makes of the sample, and against what was produced of it last. */
export function DiffTab({ preview }: { preview: SamplePreview }) {
  const [against, setAgainst] = useState<keyof typeof references>('saved')
  return (
    <>
      <div className="toolbar">
        <Segmented label="Compare with" value={against} onChange={setAgainst} options={references} />
      </div>
      {against === 'saved' ? <AgainstSaved preview={preview} /> : <AgainstProduced preview={preview} />}
    </>
  )
}

function AgainstSaved({ preview }: { preview: SamplePreview }) {
  const saved = useSavedPreview(preview)
  if (saved === null)
    return <p className="empty-note">There is no saved flow to compare with yet: save or download it.</p>
  if (saved.explanation === null || saved.isPending) return <p className="empty-note">Running the saved flow…</p>
  return (
    <Compared
      before={saved.explanation.outcome}
      preview={preview}
      title="Saved"
      same="Equal to what the saved flow sends."
    />
  )
}

function AgainstProduced({ preview }: { preview: SamplePreview }) {
  const produced = useProduced(preview.sample.id)
  const outcome = preview.explanation?.outcome
  if (produced?.status !== 'produced' || produced.record === null || !outcome || !('send' in outcome))
    return <p className="empty-note">Nothing was produced of this sample since the page was opened.</p>
  const before: Outcome = { ...outcome, kind: 'message', record: produced.record }
  return (
    <>
      <p className="empty-note">
        Produced to{' '}
        <code>
          {produced.topic} {produced.partition}@{produced.offset}
        </code>{' '}
        on {produced.profile}.
      </p>
      <Compared before={before} preview={preview} title="Produced" same="Equal to what was produced." />
    </>
  )
}

function Compared({
  before,
  preview,
  title,
  same,
}: {
  before: Outcome
  preview: SamplePreview
  title: string
  same: string
}) {
  const outcome = preview.explanation?.outcome
  if (outcome === undefined) return null
  if (before.kind === 'failed' || outcome.kind === 'failed') {
    return (
      <p className="empty-note">
        <b>{title}:</b> {before.kind === 'failed' ? <Sentence text={reasonOf(before)} /> : 'a record'}. <b>Now:</b>{' '}
        {outcome.kind === 'failed' ? <Sentence text={reasonOf(outcome)} /> : 'a record'}.
      </p>
    )
  }
  const { differences } = compareExample({ out: outOf(before) }, outcome)
  if (differences.length === 0) {
    return (
      <p className="test-line tone-ok">
        <ToneIcon tone="ok" isSmall />
        {same}
      </p>
    )
  }
  return (
    <>
      <p className="empty-note">{plural(differences.length, 'difference')}.</p>
      <Differences differences={differences} before={title} />
    </>
  )
}
