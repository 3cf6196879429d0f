import { type ChosenRuntime, chooseRuntime, describeRuntime, provenVersion } from '@mapping-designer/mapping-engine'
import type { Outcome } from '@mapping-designer/shared-types'
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { Button, Dialog, DialogTrigger, Heading, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { useDestination, useHasWaitingCode, usePreviews } from '../../designer/use-preview.ts'
import { useVariants } from '../../designer/use-variants.ts'
import { VersionLinks } from '../../designer/version-links.tsx'
import { planAt } from '../../preview/derive.ts'
import { asVersion, countDifferences, isUnknown, versionsBeside } from '../../preview/versions.ts'
import { bracketStep } from '../../ui/bracket-step.ts'

/** The version that the flow runs, and the other one that it is looked at as, if any. */
function useVersions() {
  const destination = useDestination()
  const previewAs = useDocument((state) => state.settings.previewAs)
  const own = useMemo(() => chooseRuntime(destination?.flowConfig), [destination?.flowConfig])
  return { destination, previewAs, own }
}

/** Looks at the flow as another version; its own is no look. */
function useLook(): (version: string | undefined) => void {
  const { document } = useDesigner()
  const { own } = useVersions()
  return (version) => {
    const previewAs = version === own.collector ? null : (version ?? null)
    document.getState().actions.setSettings({ previewAs })
  }
}

/** As which version the flow is previewed, with the others to look at; what the published packages say of it is inside. */
export function VersionMenu({ children, proof }: { children: ReactNode; proof: ReactNode }) {
  const { destination, own } = useVersions()
  const look = useLook()
  if (destination === undefined) return children
  const { collector } = destination.runtime
  const lookBeside = (key: string) => {
    const step = bracketStep(key)
    // The list begins with the newest.
    const versions = versionsBeside(own.collector)
    const next = step && versions[versions.indexOf(collector) - step]
    if (next) look(next)
  }
  return (
    <DialogTrigger>
      <Button className="version-chip" onKeyDown={({ key }) => lookBeside(key)}>
        {children}
        <span className="sr-only">, look at another version</span>
        <ChevronDown className="icon small" aria-hidden />
      </Button>
      <Popover className="popover version-popover" placement="bottom end">
        <Dialog aria-label="Preview as walkerOS">
          <Versions proof={proof} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

/** Samples that a version is tried with; more would be waited for. */
const maxSamples = 100

interface Row {
  version: string
  /** How many of the samples become something else; null while that is being evaluated. */
  count: number | null
  of: number
}

/** What each version would make of the samples, beside the one that the flow runs. */
function useRows(): Row[] {
  const { destination, own } = useVersions()
  const previews = usePreviews()
  const now = useDocument((state) => state.now)
  const isUntrusted = useDocument((state) => state.isUntrusted)
  const versions = useMemo(() => versionsBeside(own.collector), [own.collector])
  const variants = useMemo(() => {
    if (destination === undefined) return []
    // One whose functions never return would be waited for in each version.
    const tried = previews.filter(({ event, explanation }) => event !== null && !isEndless(explanation?.outcome))
    const samples = tried.map(({ sample }) => sample).slice(0, maxSamples)
    const ofFlow = { ...destination, runtime: own }
    return versions.map((version) => {
      const as = version === own.collector ? ofFlow : asVersion(ofFlow, version)
      return { destination: as, plan: planAt(as, now, {}, isUntrusted), samples }
    })
  }, [destination, own, versions, previews, now, isUntrusted])
  const outcomes = useVariants(variants, now)
  const ofOwn = outcomes[versions.indexOf(own.collector)] ?? []
  return versions.map((version, index) => ({
    version,
    count: countDifferences(ofOwn, outcomes[index] ?? []),
    of: ofOwn.length,
  }))
}

function isEndless(outcome: Outcome | undefined): boolean {
  return outcome?.kind === 'failed' && outcome.reason === 'code-timeout'
}

function Versions({ proof }: { proof: ReactNode }) {
  const { previewAs, own } = useVersions()
  const look = useLook()
  const isWaiting = useHasWaitingCode()
  const rows = useRows()
  const shown = previewAs ?? own.collector
  return (
    <>
      <Heading slot="title">Preview as walkerOS</Heading>
      <p className="muted">{describeRuntime(own)}</p>
      {proof}
      <VersionLinks count={1} />
      <ListBox
        aria-label="Versions"
        autoFocus
        disallowEmptySelection
        selectionMode="single"
        selectionBehavior="replace"
        selectedKeys={[shown]}
        onSelectionChange={(keys) => look([...keys].map(String)[0])}
      >
        {rows.map((row) => (
          <ListBoxItem key={row.version} id={row.version} textValue={row.version} className="popover-item">
            <b>{row.version}</b>
            <span>
              {row.version === own.collector ? ownInWords(own) : isWaiting ? 'functions are not run' : inWords(row)}
            </span>
            <span className="hint">
              {row.version === provenVersion ? 'its packages run on this page' : 'not proven'}
            </span>
          </ListBoxItem>
        ))}
      </ListBox>
    </>
  )
}

function ownInWords(own: ChosenRuntime): string {
  return isUnknown(own) ? `in place of ${own.written}` : 'what the flow runs'
}

function inWords({ count, of }: Row): string {
  if (count === null) return 'being evaluated…'
  if (of === 0) return 'no sample to compare'
  return count === 0 ? 'no record differs' : `${count} of ${of} records differ`
}

/** Says that the record is not the one of the version that the flow runs, and leads back or pins it. */
export function VersionNotice() {
  const { document, view } = useDesigner()
  const { destination, previewAs, own } = useVersions()
  if (previewAs === null || destination === undefined) return null
  const { actions } = document.getState()
  const place = ['flows', destination.flowName, 'config', 'bundle', 'packages', '@walkeros/collector', 'version']
  const pin = () => {
    actions.edit([{ place, value: previewAs }], `pin walkerOS ${previewAs}`)
    actions.setSettings({ previewAs: null })
  }
  return (
    <div className="notice tone-warn" role="note">
      <span className="grow">
        <b>Previewed as {previewAs}</b>, the flow runs {isUnknown(own) ? own.written : own.collector}.
      </span>
      <button
        type="button"
        className="btn small"
        onClick={() => view.getState().actions.compare({ before: 'draft', after: `walkerOS ${previewAs}` })}
      >
        Compare
      </button>
      <button type="button" className="btn small" onClick={() => actions.setSettings({ previewAs: null })}>
        Back to {own.collector}
      </button>
      <button type="button" className="btn small" onClick={pin}>
        Pin {previewAs}
      </button>
    </div>
  )
}
