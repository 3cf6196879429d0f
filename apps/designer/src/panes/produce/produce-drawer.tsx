import { Plug, Send, X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { chosenProfile, sentenceOf, whyNotProduce } from '../../bridge/bridge-store.ts'
import { useBridge, useDesigner, useView } from '../../designer/designer-context.tsx'
import { useHasWaitingCode, usePreview, usePreviews } from '../../designer/use-preview.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Results, summary } from './results.tsx'
import { timeNotices } from './time-notices.ts'
import { recordOf, type Sent, useProduce } from './use-produce.ts'

type Scope = 'this' | 'all'

/** Sends records to the chosen cluster; nothing else on the page does. */
export default function ProduceDrawer() {
  const { view } = useDesigner()
  const isOpen = useView((state) => state.isProduceOpen)
  const [isSending, setIsSending] = useState(false)
  return (
    <ModalOverlay
      className="scrim"
      isOpen={isOpen}
      isDismissable={!isSending}
      isKeyboardDismissDisabled={isSending}
      onOpenChange={(open) => view.getState().actions[open ? 'openProduce' : 'closeProduce']()}
    >
      <Modal className="drawer">
        <Dialog aria-label="Produce">
          <ProduceForm isSending={isSending} onSending={setIsSending} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function ProduceForm({ isSending, onSending }: { isSending: boolean; onSending: (isSending: boolean) => void }) {
  const { bridge, view } = useDesigner()
  const isWaiting = useHasWaitingCode()
  const bridgeReason = useBridge(whyNotProduce)
  const topics = useBridge((state) => state.topics)
  const reason = isWaiting ? 'The functions of this flow wait for your word: let them run first.' : bridgeReason
  const current = usePreview()
  const all = usePreviews()
  const scope = useView((state) => state.produceScope)
  const setScope = (produceScope: Scope) => view.getState().actions.setProduceScope(produceScope)
  const [isVerified, setIsVerified] = useState(true)
  const [sent, setSent] = useState<readonly Sent[] | null>(null)
  const [error, setError] = useState<string | null>(null)
  const produce = useProduce()
  const title = useId()
  const profile = useBridge(chosenProfile)
  const [typedName, setTypedName] = useState('')
  const confirmInput = useRef<HTMLInputElement>(null)
  const isConfirmed = !profile?.mustConfirm || typedName === profile.name
  const chosen = (scope === 'this' ? (current ? [current] : []) : all).filter(isMessage)

  const start = async () => {
    if (reason !== null || isSending || chosen.length === 0) return
    if (!isConfirmed) {
      confirmInput.current?.focus()
      return
    }
    onSending(true)
    setError(null)
    try {
      setSent(await produce(chosen, isVerified, profile?.mustConfirm ? typedName : undefined))
      // Each send to production is confirmed anew.
      setTypedName('')
    } catch (failure) {
      setError(sentenceOf(failure))
    } finally {
      onSending(false)
    }
  }

  // Others create and change topics, too.
  useEffect(() => void bridge.getState().actions.refreshTopics(), [bridge])

  const latest = useRef(start)
  latest.current = start
  useEffect(() => {
    // The drawer itself may have the focus, so the keys are taken wherever they are pressed; but not those that opened it.
    const since = performance.now()
    const onKey = (event: KeyboardEvent) => {
      const isProduce = event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat
      if (isProduce && event.timeStamp > since) void latest.current()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])

  return (
    <div style={{ display: 'contents' }}>
      <header>
        <h2 id={title}>Produce</h2>
        <span className="faint grow">{plural(chosen.length, 'record')}</span>
        <IconButton
          Icon={X}
          label="Close"
          disabled={isSending}
          onClick={() => view.getState().actions.closeProduce()}
        />
      </header>
      <Target />
      <div className="options">
        <Segmented
          label="Records to produce"
          value={scope}
          onChange={setScope}
          options={[
            { value: 'this', label: 'This record' },
            { value: 'all', label: `All ${all.filter(isMessage).length}` },
          ]}
        />
        <label className="check">
          <input type="checkbox" checked={isVerified} onChange={(event) => setIsVerified(event.target.checked)} />
          Read back and compare bytes
        </label>
      </div>
      {profile?.mustConfirm && reason === null && (
        <div className="notice tone-err confirm">
          <label>
            <b>{profile.name} is a production cluster.</b> Type its name to send {plural(chosen.length, 'record')} to
            it.
            <input
              ref={confirmInput}
              className="field mono"
              aria-label={`Type ${profile.name} to confirm`}
              autoComplete="off"
              spellCheck={false}
              value={typedName}
              onChange={(event) => setTypedName(event.target.value)}
            />
          </label>
        </div>
      )}
      {reason !== null && <div className="notice tone-warn">{reason}</div>}
      {error !== null && (
        <div className="notice tone-err" role="alert">
          {error}
        </div>
      )}
      {timeNotices(
        chosen.flatMap((preview) => recordOf(preview) ?? []),
        topics ?? [],
        Date.now(),
      ).map((sentence) => (
        <div key={sentence} className="notice tone-warn">
          {sentence}
        </div>
      ))}
      <div className="scroll">
        {sent !== null && <Results sent={sent} onRetry={() => void start()} />}
        {sent === null && chosen.length === 0 && (
          <p className="empty-note">
            Nothing to send: {scope === 'this' ? 'this sample makes no record.' : 'no sample makes a record.'}
          </p>
        )}
      </div>
      <footer>
        <span className="faint" role="status">
          {isSending ? 'Sending…' : sent ? summary(sent) : 'Kafka records cannot be taken back.'}
        </span>
        <button
          type="button"
          className="btn primary push"
          disabled={reason !== null || chosen.length === 0 || isSending || !isConfirmed}
          onClick={() => void start()}
        >
          <Send className="icon small" aria-hidden />
          {sent === null ? `Produce ${plural(chosen.length, 'record')}` : 'Produce again'}
          <kbd>Ctrl ↵</kbd>
        </button>
      </footer>
    </div>
  )
}

function isMessage({ explanation }: SamplePreview): boolean {
  return explanation?.outcome.kind === 'message'
}

function Target() {
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
