import { valueAt } from '@mapping-designer/mapping-engine'
import { chosenProfile } from '../bridge/bridge-store.ts'
import { chooseEvents } from '../designer/choose-file.ts'
import type { Command } from '../designer/command.ts'
import type { DesignerParts } from '../designer/designer-context.tsx'
import { previewVersions } from '../preview/versions.ts'

/** What can be done with the way that events take: where they come in, and which version they are taken through. */
export function journeyCommands({ document, derived, view, bridge }: DesignerParts): Command[] {
  const { reading, destination } = derived.getState()
  if (destination === undefined) return []
  const { setSettings } = document.getState().actions
  const sources = valueAt(reading.json, ['flows', destination.flowName, 'sources'])
  const entries = ['collector', ...Object.keys(sources ?? {}).map((name) => `source.${name}`)]
  const command = (id: string, title: string, run: () => void): Command => ({ id, group: 'Commands', title, run })
  return [
    ...(entries.length < 2 ? [] : entries).map((into) =>
      command(`enter ${into}`, `Events enter at ${into}`, () => setSettings({ into })),
    ),
    ...previewVersions.map((version) =>
      command(`preview as ${version}`, `Preview as walkerOS ${version}`, () => setSettings({ previewAs: version })),
    ),
    ...previewVersions.map((version) =>
      command(`compare ${version}`, `What would walkerOS ${version} change?`, () => {
        view.getState().actions.compare({ before: 'draft', after: `walkerOS ${version}` })
        view.getState().actions.focusOn('review')
      }),
    ),
    ...(chosenProfile(bridge.getState())?.hasRegistry
      ? [
          command('contract registry', 'Check the contract against the schema registry', () => {
            view.getState().actions.setContractAgainst('registry')
            view.getState().actions.showReview('contract')
            view.getState().actions.focusOn('review')
          }),
        ]
      : []),
    command('compare revision', 'Compare with a git revision…', () => {
      view.getState().actions.compare({ before: 'git HEAD', after: 'draft' })
      view.getState().actions.focusOn('review')
    }),
    command('compare over events', 'Compare over a file of events…', () => {
      chooseEvents((events) => {
        view.getState().actions.compare({ events, over: 'events' })
        view.getState().actions.focusOn('review')
      })
    }),
    command('preview as own', 'Preview as the version of the flow', () => setSettings({ previewAs: null })),
  ]
}
