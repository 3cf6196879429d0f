import type { Tone } from '../../ui/tone-icon.tsx'
import { MissingTopics } from './missing-topics.tsx'
import { ResultTable } from './result-table.tsx'
import type { Sent } from './use-produce.ts'

/** What became of all records, in a sentence. */
export function summary(sent: readonly Sent[]): string {
  const produced = sent.filter(({ result }) => result.status === 'produced')
  const identical = produced.filter(({ result }) => result.identical)
  const [only] = produced
  if (sent.length === 1 && only?.result.identical) {
    const { topic, partition, offset } = only.result
    return `${topic} ${partition}@${offset}, identical to the preview.`
  }
  if (produced.length === 0) return 'Nothing was produced.'
  const readBack =
    identical.length === produced.length ? 'read back identical' : `${identical.length} read back identical`
  return `${produced.length} of ${sent.length} produced, ${readBack}.`
}

/** Good where all of them are there as they were shown, bad where none is there. */
export function toneOf(sent: readonly Sent[]): Tone {
  if (sent.every(({ result }) => result.status === 'produced' && result.identical !== false)) return 'ok'
  return sent.some(({ result }) => result.status === 'produced') ? 'warn' : 'err'
}

/** What became of each record, and the topics that are missing. */
export function Results({ sent, onRetry }: { sent: readonly Sent[]; onRetry: () => void }) {
  const missing = sent.flatMap(({ result }) =>
    result.failure === 'topic-missing' && result.topic ? [result.topic] : [],
  )
  return (
    <>
      <MissingTopics topics={missing} onCreated={onRetry} />
      <ResultTable sent={sent} />
    </>
  )
}
