import { type ReactNode, useId } from 'react'
import { chosenProfile, startCommand, whyNoCluster } from '../../bridge/bridge-store.ts'
import { useBridge, useDesigner, useView } from '../../designer/designer-context.tsx'
import type { ClusterTab } from '../../designer/view-state.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PaneHead } from '../../ui/pane-head.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { AuditTab } from './audit-tab.tsx'
import { clusterTabs } from './cluster-tabs.ts'
import { ConnectionTab } from './connection-tab.tsx'
import { LiveTab } from './live-tab.tsx'
import { RecordsTab } from './records-tab.tsx'
import { ReplayTab } from './replay-tab.tsx'
import { TopicsTab } from './topics-tab.tsx'

/** The cluster of the chosen profile: its topics and records, replays to it, and events that come in live. */
export default function ClusterPane() {
  const { view } = useDesigner()
  const tab = useView((state) => state.clusterTab)
  const profile = useBridge(chosenProfile)
  const status = useBridge((state) => state.status)
  const why = useBridge(whyNoCluster)
  const title = useId()
  const needsCluster = tab !== 'live' && tab !== 'audit'
  return (
    <section className="pane" aria-labelledby={title} data-pane="cluster">
      <PaneHead id={title} title="Cluster">
        {profile && (
          <span className={`tag${profile.environment === 'production' ? ' tone-err' : ''}`}>
            {profile.name === profile.environment ? profile.name : `${profile.name}, ${profile.environment}`}
          </span>
        )}
        <Segmented
          label="Part of the cluster"
          value={tab}
          options={clusterTabs}
          onChange={(clusterTab) => view.getState().actions.showCluster(clusterTab)}
        />
      </PaneHead>
      {why !== null && (needsCluster || status !== 'connected') ? (
        <Empty sentence={why}>{status === 'away' && <CopyButton text={startCommand} label="Copy command" />}</Empty>
      ) : (
        // Another profile starts afresh: nothing of one cluster may be read as of another.
        <div className="cluster" key={`${profile?.name} ${tab}`}>
          {contents(tab, profile?.name ?? '')}
        </div>
      )}
    </section>
  )
}

function contents(tab: ClusterTab, profile: string): ReactNode {
  switch (tab) {
    case 'topics':
      return <TopicsTab profile={profile} />
    case 'records':
      return <RecordsTab profile={profile} />
    case 'replay':
      return <ReplayTab profile={profile} />
    case 'live':
      return <LiveTab />
    case 'audit':
      return <AuditTab />
    case 'connection':
      return <ConnectionTab profile={profile} />
  }
}
