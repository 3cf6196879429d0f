import { useState } from 'react'
import { chosenProfile, sentenceOf } from '../../bridge/bridge-store.ts'
import { useBridge, useDesigner } from '../../designer/designer-context.tsx'
import { TypedButton } from '../../ui/typed-button.tsx'
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

/** What became of each record, and the topics that are missing, to be created with one click. */
export function Results({ sent, onRetry }: { sent: readonly Sent[]; onRetry: () => void }) {
  const { bridge } = useDesigner()
  const profile = useBridge(chosenProfile)
  const [error, setError] = useState<string | null>(null)
  const missing = [
    ...new Set(
      sent.flatMap(({ result }) => (result.failure === 'topic-missing' && result.topic ? [result.topic] : [])),
    ),
  ]
  const create = async () => {
    try {
      for (const topic of missing) await bridge.getState().actions.createTopic(topic)
      onRetry()
    } catch (failure) {
      setError(sentenceOf(failure))
    }
  }
  return (
    <>
      {missing.length > 0 && (
        <div className="notice tone-warn">
          <span>
            <b>{missing.join(', ')}</b> {missing.length === 1 ? 'does' : 'do'} not exist on {profile?.name}.
          </span>
          {profile?.mayCreateTopics && (
            <TypedButton
              name={profile.mustConfirm ? missing.join(', ') : null}
              purpose={missing.length === 1 ? 'create it' : 'create them'}
              className="btn small"
              onClick={() => void create()}
            >
              Create and produce
            </TypedButton>
          )}
        </div>
      )}
      {error !== null && (
        <div className="notice tone-err" role="alert">
          {error}
        </div>
      )}
      <ResultTable sent={sent} />
    </>
  )
}
