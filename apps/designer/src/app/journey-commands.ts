import { valueAt } from '@mapping-designer/mapping-engine'
import { chosenProfile } from '../bridge/bridge-store.ts'
import { chooseEvents } from '../designer/choose-file.ts'
import type { Command } from '../designer/command.ts'
import type { DesignerParts } from '../designer/designer-context.tsx'
import { type ContractFormat, contractFormats, type ViewActions } from '../designer/view-state.ts'
import { previewVersions } from '../preview/versions.ts'
import { later } from '../ui/later.ts'

const contractNow = later(() => import('../panes/review/contract-now.ts'))

/** What can be done with the way that events take: where they come in, and which version they are taken through. */
export function journeyCommands(parts: DesignerParts): Command[] {
  const { document, derived, view, bridge } = parts
  const { reading, destination } = derived.getState()
  if (destination === undefined) return []
  const { setSettings } = document.getState().actions
  const sources = valueAt(reading.json, ['flows', destination.flowName, 'sources'])
  const entries = ['collector', ...Object.keys(sources ?? {}).map((name) => `source.${name}`)]
  const command = (id: string, title: string, run: () => void): Command => ({ id, group: 'Commands', title, run })
  const judging = (id: string, title: string, run: (actions: ViewActions) => void) =>
    command(id, title, () => {
      const { actions } = view.getState()
      run(actions)
      actions.focusOn('review')
    })
  return [
    ...(entries.length < 2 ? [] : entries).map((into) =>
      command(`enter ${into}`, `Events enter at ${into}`, () => setSettings({ into })),
    ),
    ...previewVersions.map((version) =>
      command(`preview as ${version}`, `Preview as walkerOS ${version}`, () => setSettings({ previewAs: version })),
    ),
    ...previewVersions.map((version) =>
      judging(`compare ${version}`, `What would walkerOS ${version} change?`, ({ compare }) =>
        compare({ before: 'draft', after: `walkerOS ${version}` }),
      ),
    ),
    ...(['saved', 'registry'] as const)
      .filter((kind) => kind === 'saved' || chosenProfile(bridge.getState())?.hasRegistry)
      .map((kind) =>
        judging(`contract ${kind}`, `Check the contract against the ${againsts[kind]}`, (actions) => {
          actions.setContract({ against: kind })
          actions.showReview('contract')
        }),
      ),
    ...(Object.entries(contractFormats) as [ContractFormat, string][]).map(([format, label]) =>
      judging(`contract as ${format}`, `Contract as ${label}`, (actions) => {
        actions.setContract({ format })
        actions.showReview('contract')
      }),
    ),
    ...(['copy', 'download'] as const).map((how) =>
      command(`contract ${how}`, `${how === 'copy' ? 'Copy' : 'Download'} the contract`, () =>
        contractNow.use(({ takeContract }) => void takeContract(parts, how)),
      ),
    ),
    judging('compare saved', 'Compare the draft with the saved flow', ({ compare }) =>
      compare({ before: 'saved', after: 'draft' }),
    ),
    judging('compare swapped', 'Compare the other way round', ({ compare }) => {
      const { before, after } = view.getState().compared
      compare({ before: after, after: before })
    }),
    judging('compare revision', 'Compare with a git revision…', ({ compare }) =>
      compare({ before: 'git HEAD', after: 'draft' }),
    ),
    command('compare over events', 'Compare over a file of events…', () => {
      chooseEvents((events) => {
        view.getState().actions.compare({ events, over: 'events' })
        view.getState().actions.focusOn('review')
      })
    }),
    command('preview as own', 'Preview as the version of the flow', () => setSettings({ previewAs: null })),
  ]
}

const againsts = { saved: 'saved flow', registry: 'schema registry' }
