import { Plug } from 'lucide-react'
import { chosenProfile } from '../../bridge/bridge-store.ts'
import { useBridge, useDesigner } from '../../designer/designer-context.tsx'

/** Where records would go, and what may go there; another target can be chosen where there are several. */
export function ProduceTarget({ isSending }: { isSending: boolean }) {
  const { bridge } = useDesigner()
  const profile = useBridge(chosenProfile)
  const profiles = useBridge((state) => state.session?.profiles)
  if (profile === undefined) return null
  return (
    <div className="target">
      <Plug className="icon" aria-hidden />
      <div className="grow">
        <b>{profile.name}</b>{' '}
        {profile.environment !== profile.name && <span className="tag">{profile.environment}</span>}
        <p className="faint">
          Writes real records through the bridge.{' '}
          {profile.topics.includes('*')
            ? 'Every topic is allowed.'
            : `Allowed topics: ${profile.topics.join(', ') || 'none'}.`}
        </p>
      </div>
      {profiles && profiles.length > 1 && (
        <select
          className="field"
          style={{ width: 160 }}
          aria-label="Target profile"
          value={profile.name}
          disabled={isSending}
          onChange={(event) => bridge.getState().actions.chooseProfile(event.target.value)}
        >
          {profiles.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
    </div>
  )
}
