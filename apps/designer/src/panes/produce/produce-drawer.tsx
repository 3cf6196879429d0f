import { Send, X } from 'lucide-react'
import { type ComponentProps, type RefObject, useEffect, useRef, useState } from 'react'
import { chosenProfile, whyNotProduce } from '../../bridge/bridge-store.ts'
import { useBridge, useDesigner, useDocument, useView } from '../../designer/designer-context.tsx'
import { useHasWaitingCode, usePreview, usePreviews } from '../../designer/use-preview.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { OverPage } from '../../ui/over-page.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { toggled } from '../../ui/toggled.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { MissingTopics, useMissingTopics } from './missing-topics.tsx'
import { PlannedTable } from './planned-table.tsx'
import { ProduceTarget } from './produce-target.tsx'
import { Results, summary, toneOf } from './results.tsx'
import { timeNotices } from './time-notices.ts'
import { recordOf } from './use-produce.ts'
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
  const planned = usePlanned()
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set())
  const chosen = planned.filter(({ sample }) => !leftOut.has(sample.id))
  const missing = useMissingTopics(chosen)
  const confirm = useRef<HTMLInputElement>(null)
  const isOff = reason !== null || production.isSending || chosen.length === 0
  const send = async () => {
    if (isOff) return
    if (production.isConfirmed) await production.send(chosen, isVerified)
    else confirm.current?.focus()
  }
  const isDone = production.sent?.some(({ result }) => result.status === 'produced') === true
  // What was produced is not sent a second time by one more press of the same key.
  const next = isDone ? async () => production.clear() : send
  useProduceKey(next)
  // Others create and change topics, too.
  useEffect(() => void bridge.getState().actions.refreshTopics(), [bridge])
  return (
    <div style={{ display: 'contents' }}>
      <Head records={chosen.length} isSending={production.isSending} />
      <ProduceTarget isSending={production.isSending} />
      <Options isVerified={isVerified} onVerified={setIsVerified} isOff={production.isSending} />
      {reason === null && <Confirm input={confirm} production={production} records={chosen.length} />}
      <Notices reason={reason} error={production.error} chosen={chosen} />
      <div className="scroll">
        {production.sent !== null ? (
          <Results sent={production.sent} onRetry={() => void send()} />
        ) : (
          <>
            {!production.isSending && reason === null && (
              <MissingTopics topics={missing} onCreated={() => void send()} />
            )}
            <Planned
              planned={planned}
              leftOut={leftOut}
              onToggle={(id) => setLeftOut((before) => toggled(before, id))}
            />
          </>
        )}
      </div>
      <footer>
        <Summary production={production} />
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
function nextStep({ sent, error }: Production, isDone: boolean, records: number): string {
  if (isDone) return 'Produce again…'
  return sent === null && error === null ? `Produce ${plural(records, 'record')}` : 'Try again'
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

/** The samples whose records are to be sent, where they are not left out. */
function usePlanned(): readonly SamplePreview[] {
  const current = usePreview()
  const all = usePreviews()
  const { scope, selected } = useScope()
  if (scope === 'this') return current && isMessage(current) ? [current] : []
  return all.filter((preview) => isMessage(preview) && (scope === 'all' || selected.has(preview.sample.id)))
}

/** Which records are looked at; those of selected samples where several are. */
function useScope() {
  const scope = useView((state) => state.produceScope)
  const selected = useView((state) => state.selectedSamples)
  return { scope: scope === 'selected' && selected.size < 2 ? 'this' : scope, selected }
}

function isMessage({ explanation }: SamplePreview): boolean {
  // What is assumed is nothing that walkerOS is known to send.
  return explanation?.outcome.kind === 'message' && explanation.outcome.assumed === undefined
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

function Head({ records, isSending }: { records: number; isSending: boolean }) {
  const { view } = useDesigner()
  const profile = useBridge(chosenProfile)
  return (
    <header>
      <h2>{profile?.environment === 'production' ? `Produce to production: ${profile.name}` : 'Produce'}</h2>
      <span className="faint grow">{plural(records, 'record')}</span>
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
  chosen,
}: {
  reason: string | null
  error: string | null
  chosen: readonly SamplePreview[]
}) {
  const topics = useBridge((state) => state.topics) ?? []
  const records = chosen.flatMap((preview) => recordOf(preview) ?? [])
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

/** What became of the records; it takes the focus when they are through. */
function Summary({ production: { sent, isSending } }: { production: Production }) {
  const sentence = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (sent !== null) sentence.current?.focus()
  }, [sent])
  const tone = sent === null || isSending ? null : toneOf(sent)
  return (
    <span ref={sentence} className={`sent${tone === null ? ' faint' : ''}`} role="status" tabIndex={-1}>
      {tone !== null && <ToneIcon tone={tone} />}
      {isSending ? 'Sending…' : sent ? summary(sent) : 'Kafka records cannot be taken back.'}
    </span>
  )
}
