import { later } from '../ui/later.ts'

/** What opens flows and events, with all readers of texts: it is needed when a person opens something. */
export const opening = later(async () => {
  const [flows, { openEvents, openSamples, openTyped }] = await Promise.all([
    import('../designer/open-flow.ts'),
    import('./open-typed.ts'),
  ])
  const { openExample, openFlowText, openShared, openText } = flows
  return { openEvents, openExample, openFlowText, openSamples, openShared, openText, openTyped }
})
