import type { KafkaRecord } from '@mapping-designer/shared-types'
import { Send, X } from 'lucide-react'
import { type ComponentProps, type RefObject, useEffect, useRef, useState } from 'react'
import { chosenProfile, whyNotProduce } from '../../bridge/bridge-store.ts'
import { useBridge, useDesigner, useDocument, useView } from '../../designer/designer-context.tsx'
import { useHasWaitingCode, usePreviews } from '../../designer/use-preview.ts'
import { plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { OverPage } from '../../ui/over-page.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { BlockedTopics } from './blocked-topics.tsx'
import { MissingTopics } from './missing-topics.tsx'
import { PlannedTable } from './planned-table.tsx'
import { ProduceTarget } from './produce-target.tsx'
import { ResultBanner } from './result-banner.tsx'
import { Results } from './results.tsx'
import { timeNotices } from './time-notices.ts'
import { isMessage, usePlanned, useScope } from './use-planned.ts'
import { type Production, useProduction } from './use-production.ts'

/** Sends records to the chosen cluster; nothing else on the page does. */
export default function ProduceDrawer() {
  return useView((state) => state.isProduceOpen) ? <OpenDrawer /> : null
}

function OpenDrawer() {
  const { view } = useDesigner()
  const isProduction = useBridge((state) => chosenProfile(state)?.environment === 'production')
  const production = useProduction()
  return (
    <OverPage
      label="Produce"
      className="scrim"
      cardClassName={`drawer${isProduction ? ' of-production' : ''}`}
      isOpen
      isDismissable={!production.isSending}
      isKeyboardDismissDisabled={production.isSending}
      onOpenChange={() => view.getState().actions.closeProduce()}
    >
      <ProduceForm production={production} />
    </OverPage>
  )
}

function ProduceForm({ production }: { production: Production }) {
  const { bridge } = useDesigner()
  const reason = useReason()
  const [isVerified, setIsVerified] = useState(true)
  const { planned, choose } = usePlanned()
  const ticked = planned.filter(({ isSent }) => isSent)
  const chosen = ticked.map(({ preview }) => preview)
  const missing = ticked.flatMap(({ check, record }) => (check === 'to-create' ? [record.topic] : []))
  const confirm = useRef<HTMLInputElement>(null)
  const isOff = reason !== null || production.isSending || chosen.length === 0
  const send = async () => {
    if (isOff) return
    if (production.isConfirmed) await production.send(chosen, isVerified)
    else confirm.current?.focus()
  }
  const isDone = production.finished?.sent.some(({ result }) => result.status === 'produced') === true
  // What was produced is not sent a second time by one more press of the same key.
  const next = isDone ? async () => production.clear() : send
  useProduceKey(next)
  // Others create and change topics, too.
  useEffect(() => void bridge.getState().actions.refreshTopics(), [bridge])
  return (
    <div style={{ display: 'contents' }}>
      <Head records={chosen.length} of={planned.length} isSending={production.isSending} />
      <ProduceTarget isSending={production.isSending} />
      {production.finished !== null && !production.isSending && <ResultBanner {...production.finished} />}
      {!isDone && (
        <>
          <Options isVerified={isVerified} onVerified={setIsVerified} isOff={production.isSending} />
          {reason === null && <Confirm input={confirm} production={production} records={chosen.length} />}
        </>
      )}
      <Notices reason={reason} error={production.error} records={ticked.map(({ record }) => record)} />
      <div className="scroll">
        {production.finished !== null ? (
          <Results sent={production.finished.sent} onRetry={() => void send()} />
        ) : (
          <>
            {!production.isSending && reason === null && (
              <>
                <BlockedTopics planned={planned} />
                <MissingTopics topics={missing} onCreated={() => void send()} />
              </>
            )}
            <Planned planned={planned} onChoose={choose} />
          </>
        )}
      </div>
      <footer>
        {production.isSending ? (
          <span role="status">Sending…</span>
        ) : (
          <span className="faint">Kafka records cannot be taken back.</span>
        )}
        <button
          type="button"
          className="btn primary push"
          disabled={isOff || (!isDone && !production.isConfirmed)}
          onClick={() => void next()}
        >
          <Send className="icon small" aria-hidden />
          {nextStep(production, isDone, chosen.length)}
          <kbd>Ctrl ↵</kbd>
        </button>
      </footer>
    </div>
  )
}

/** What the button does next, in words. */
function nextStep({ finished, error }: Production, isDone: boolean, records: number): string {
  if (isDone) return 'Produce again…'
  return finished === null && error === null ? `Produce ${plural(records, 'record')}` : 'Try again'
}

/** Why nothing can be sent now; null where it can. */
function useReason(): string | null {
  const isWaiting = useHasWaitingCode()
  const ofBridge = useBridge(whyNotProduce)
  const previewAs = useDocument((state) => state.settings.previewAs)
  if (previewAs !== null) {
    return `The records on screen are those of walkerOS ${previewAs}, which the flow does not run: go back to its own version first.`
  }
  return isWaiting ? 'This flow has functions that you have not allowed yet: let them run first.' : ofBridge
}

/** Ctrl+Enter, wherever in the drawer the focus is; but not the press that opened it. */
function useProduceKey(run: () => Promise<void>): void {
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    const since = performance.now()
    const onKey = (event: KeyboardEvent) => {
      const isProduce = event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat
      if (isProduce && event.timeStamp > since) void latest.current()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

function Head({ records, of: planned, isSending }: { records: number; of: number; isSending: boolean }) {
  const { view } = useDesigner()
  const profile = useBridge(chosenProfile)
  return (
    <header>
      <h2>{profile?.environment === 'production' ? `Produce to production: ${profile.name}` : 'Produce'}</h2>
      <span className="faint grow">
        {records === planned ? plural(records, 'record') : `${records} of ${plural(planned, 'record')}`}
      </span>
      <IconButton Icon={X} label="Close" disabled={isSending} onClick={() => view.getState().actions.closeProduce()} />
    </header>
  )
}

function Options({
  isVerified,
  onVerified,
  isOff,
}: {
  isVerified: boolean
  onVerified: (isVerified: boolean) => void
  isOff: boolean
}) {
  const { view } = useDesigner()
  const { scope, selected } = useScope()
  const records = usePreviews().filter(isMessage).length
  return (
    <div className="options">
      <Segmented
        label="Records to produce"
        value={scope}
        onChange={(chosen) => view.getState().actions.setProduceScope(chosen)}
        options={{
          this: 'This record',
          ...(selected.size > 1 && { selected: `${selected.size} selected` }),
          all: `All ${records}`,
        }}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={isVerified}
          disabled={isOff}
          onChange={(event) => onVerified(event.target.checked)}
        />
        Read back and compare bytes
      </label>
    </div>
  )
}

/** On production the name of the target is typed before each send. */
function Confirm({
  input,
  production: { typedName, setTypedName },
  records,
}: {
  input: RefObject<HTMLInputElement | null>
  production: Production
  records: number
}) {
  const profile = useBridge(chosenProfile)
  if (!profile?.mustConfirm) return null
  return (
    <div className="notice tone-err confirm">
      <label>
        <b>{profile.name} is a production cluster.</b> Type its name to send {plural(records, 'record')} to it.
        <input
          ref={input}
          className="field mono"
          aria-label={`Type ${profile.name} to confirm`}
          autoComplete="off"
          spellCheck={false}
          value={typedName}
          onChange={(event) => setTypedName(event.target.value)}
        />
      </label>
    </div>
  )
}

function Notices({
  reason,
  error,
  records,
}: {
  reason: string | null
  error: string | null
  records: readonly KafkaRecord[]
}) {
  const topics = useBridge((state) => state.topics) ?? []
  return (
    <>
      {error !== null && <Notice tone="err" text={error} isAlert />}
      {[...(reason === null ? [] : [reason]), ...timeNotices(records, topics, Date.now())].map((sentence) => (
        <Notice key={sentence} tone="warn" text={sentence} />
      ))}
    </>
  )
}

function Planned(plan: ComponentProps<typeof PlannedTable>) {
  const { scope } = useScope()
  if (plan.planned.length > 0) return <PlannedTable {...plan} />
  return (
    <p className="empty-note">
      Nothing to send: {scope === 'this' ? 'this sample makes no record.' : 'no sample makes a record.'}
    </p>
  )
}
