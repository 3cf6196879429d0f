import { previewLine } from '@mapping-designer/mapping-engine'
import type { EventRunner } from '../code/event-runner.ts'
import type { GenuineRunner } from '../genuine/genuine-runner.ts'
import type { HandlersOf } from '../http/handler.ts'
import type { Audit } from '../operation/audit.ts'
import { destinationOf } from '../produce/plan-request.ts'

interface PreviewParts {
  runner: EventRunner
  /** Runs the published packages of the versions that flows pin. */
  packages: GenuineRunner
  /** ms since 1970 */
  clock: () => number
  audit: Audit
}

export const previewRoutes = ({ runner, packages, clock, audit }: PreviewParts): HandlersOf<'preview'> => ({
  async preview({ body, caller, signal }) {
    const destination = destinationOf(body)
    const { events, now = clock() } = body
    const bounds = { caller: caller.name, signal }
    const request = { destination, events, now, bounds, isOneRun: true, hasSteps: false }
    const explanations = await runner.explanations(request)
    return { results: explanations.map((explanation, index) => previewLine(destination, explanation, index)) }
  },
  packedSize: async ({ body: { record, compression } }) => ({ bytes: await runner.packedSize(record, compression) }),
  async prove({ body: { event, outcome, records, install = false, ...request }, caller, signal }) {
    const destination = destinationOf({ ...request, events: [] })
    const shown = { destination, event, outcome, records, now: request.now ?? clock() }
    const whenMissing = 'its packages are not installed on the bridge'
    const check = await packages.prove(shown, { mayInstall: install, whenMissing, caller: caller.name, signal })
    if (install) audit({ action: 'install-packages', who: caller.name, version: check.version, verdict: check.verdict })
    return check
  },
})
