import type { TopicDetail, TopicSummary } from '@mapping-designer/shared-types'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { chosenProfile, sentenceOf } from '../../bridge/bridge-store.ts'
import { useBridge, useDesigner, useView } from '../../designer/designer-context.tsx'
import { useAnswer } from '../../designer/use-answer.ts'
import { usePreviews } from '../../designer/use-preview.ts'
import { Empty } from '../../ui/empty.tsx'
import { FilterInput } from '../../ui/filter-input.tsx'
import { formatBytes, plural } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { ofNumbers, TableHead } from '../../ui/table-head.tsx'
import { TypedButton } from '../../ui/typed-button.tsx'
import { keptInWords } from './kept-in-words.ts'
import { SetupPlan } from './setup-plan.tsx'

/** Topics of the cluster, what the rules need of them, and one of them in detail. */
export function TopicsTab({ profile }: { profile: string }) {
  const { bridge, view } = useDesigner()
  const topics = useBridge((state) => state.topics)
  // The topic whose records are shown, too: who goes from one tab to the other stays with it.
  const chosen = useView((state) => state.clusterTopic)
  const choose = (topic: string | null) => view.getState().actions.showCluster('topics', topic)
  const [filter, setFilter] = useState('')
  const records = useRecordsOfTopics()
  const refresh = () => void bridge.getState().actions.refreshTopics()
  // Others create and change topics, too.
  useEffect(() => void bridge.getState().actions.refreshTopics(), [bridge])
  const error = useBridge((state) => state.clusterError)
  if (error !== null) return <Unreachable error={error} />
  if (topics === null) return <p className="empty-note">Asking for the topics…</p>
  return (
    <>
      <SetupPlan profile={profile} onChanged={refresh} />
      {topics.length > 8 && <FilterInput className="field" label="Filter topics" value={filter} onChange={setFilter} />}
      <table className="pairs cluster-table" aria-label="Topics">
        <TableHead
          titles={[
            'Topic',
            ofNumbers('Partitions'),
            { title: 'Kept', className: 'hide-phone' },
            { title: 'Size limit', className: 'number hide-phone' },
            'Used by',
            { title: 'Actions', isHidden: true },
          ]}
        />
        <tbody>
          {topics
            .filter(({ name }) => name.toLowerCase().includes(filter.trim().toLowerCase()))
            .map((topic) => (
              <TopicRow
                key={topic.name}
                topic={topic}
                records={records.get(topic.name) ?? 0}
                isOpen={chosen === topic.name}
                onToggle={() => choose(chosen === topic.name ? null : topic.name)}
              />
            ))}
        </tbody>
      </table>
      {topics.length === 0 && <Empty sentence="The cluster has no topic yet, or this user may not see one." />}
      {chosen !== null && (
        <TopicDetails
          key={chosen}
          profile={profile}
          topic={chosen}
          onDeleted={() => {
            choose(null)
            refresh()
          }}
        />
      )}
    </>
  )
}

/** The cluster does not answer. The page tries again every few seconds. */
function Unreachable({ error }: { error: string }) {
  const { view } = useDesigner()
  return (
    <Notice tone="err" text={error} isAlert>
      <button type="button" className="btn small" onClick={() => view.getState().actions.showCluster('connection')}>
        Test the connection
      </button>
    </Notice>
  )
}

/** How many samples go to each topic. */
function useRecordsOfTopics(): ReadonlyMap<string, number> {
  const previews = usePreviews()
  return useMemo(() => {
    const counts = new Map<string, number>()
    for (const { explanation } of previews) {
      if (explanation?.outcome.kind !== 'message') continue
      const { topic } = explanation.outcome.record
      counts.set(topic, (counts.get(topic) ?? 0) + 1)
    }
    return counts
  }, [previews])
}

function TopicRow({
  topic,
  records,
  isOpen,
  onToggle,
}: {
  topic: TopicSummary
  /** Samples that go there. */
  records: number
  isOpen: boolean
  onToggle: () => void
}) {
  const { showCluster, focusOn } = useDesigner().view.getState().actions
  const { name, partitions, maxMessageBytes } = topic
  return (
    <tr>
      <td>
        <button type="button" className="link mono" aria-expanded={isOpen} onClick={onToggle}>
          {name}
        </button>
      </td>
      <td className="number">{partitions}</td>
      <td className="hide-phone">{keptInWords(topic) ?? <span className="faint">unknown</span>}</td>
      <td className="number hide-phone">{maxMessageBytes === undefined ? 'unknown' : formatBytes(maxMessageBytes)}</td>
      <td className={records === 0 ? 'faint' : undefined}>{records === 0 ? 'no sample' : plural(records, 'sample')}</td>
      <td className="number">
        <button
          type="button"
          className="btn small"
          onClick={() => {
            showCluster('records', name)
            focusOn('topic of records')
          }}
        >
          Records<span className="sr-only"> of {name}</span>
        </button>
      </td>
    </tr>
  )
}

function TopicDetails({ profile, topic, onDeleted }: { profile: string; topic: string; onDeleted: () => void }) {
  const { client } = useDesigner()
  const may = useBridge(chosenProfile)?.mayDeleteTopics
  const [failure, setFailure] = useState<string | null>(null)
  const { value, error } = useAnswer(useCallback(() => client.topic(profile, topic), [client, profile, topic]))
  const remove = async () => {
    try {
      await client.deleteTopic(profile, topic)
      onDeleted()
    } catch (caught) {
      setFailure(sentenceOf(caught))
    }
  }
  if (error !== null) return <Notice tone="err" text={error} />
  if (value === null) return <p className="empty-note">Asking for {topic}…</p>
  const own = value.config.filter(({ isDefault }) => !isDefault)
  return (
    <section className="cluster-part" aria-label={`Topic ${topic}`}>
      <h3>
        <code>{topic}</code>
      </h3>
      <PartitionTable partitions={value.partitions} />
      <p className="faint">
        {own.length === 0
          ? 'All settings are those of the brokers.'
          : own.map(({ name, value: text }) => `${name} = ${text ?? 'hidden'}`).join(', ')}
      </p>
      {may && (
        <div className="cluster-bar">
          <TypedButton name={topic} purpose="delete it" className="btn danger" onClick={() => void remove()}>
            Delete topic
          </TypedButton>
          {failure !== null && <span className="tone-err">{failure}</span>}
        </div>
      )}
    </section>
  )
}

function PartitionTable({ partitions }: Pick<TopicDetail, 'partitions'>) {
  return (
    <table className="pairs cluster-table" aria-label="Partitions">
      <TableHead
        titles={[
          ofNumbers('Partition'),
          ofNumbers('Leader'),
          'In sync',
          ofNumbers('Earliest'),
          ofNumbers('Next offset'),
        ]}
      />
      <tbody>
        {partitions.map(({ partition, leader, replicas, inSync, earliest, latest }) => (
          <tr key={partition}>
            <td className="number">{partition}</td>
            <td className="number">{leader}</td>
            <td>
              {inSync.length} of {replicas.length}
            </td>
            <td className="number">{earliest}</td>
            <td className="number">{latest}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
