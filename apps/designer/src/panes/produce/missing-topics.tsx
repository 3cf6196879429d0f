import type { ProfileSummary } from '@mapping-designer/shared-types'
import { useState } from 'react'
import { chosenProfile, sentenceOf } from '../../bridge/bridge-store.ts'
import { useBridge, useDesigner } from '../../designer/designer-context.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TypedButton } from '../../ui/typed-button.tsx'

/** Names the topics that are missing, each once, and creates them with one click where the profile may. */
export function MissingTopics({ topics, onCreated }: { topics: readonly string[]; onCreated: () => void }) {
  const { bridge } = useDesigner()
  const profile = useBridge(chosenProfile)
  const [error, setError] = useState<string | null>(null)
  const missing = [...new Set(topics)]
  const create = async () => {
    try {
      for (const topic of missing) await bridge.getState().actions.createTopic(topic)
      onCreated()
    } catch (failure) {
      setError(sentenceOf(failure))
    }
  }
  return (
    <>
      {missing.length > 0 && (
        <Notice tone="warn" text={sentenceAbout(missing, profile)}>
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
        </Notice>
      )}
      {error !== null && <Notice tone="err" text={error} isAlert />}
    </>
  )
}

function sentenceAbout(missing: readonly string[], profile: ProfileSummary | undefined): string {
  const fact = `${missing.map((topic) => `\`${topic}\``).join(', ')} ${missing.length === 1 ? 'does' : 'do'} not exist on ${profile?.name}`
  return profile?.mayCreateTopics
    ? `${fact}.`
    : `${fact}, which may not create topics from here: the records would fail.`
}
