import { MissingTopics } from './missing-topics.tsx'
import { ResultTable } from './result-table.tsx'
import type { Sent } from './use-produce.ts'

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
