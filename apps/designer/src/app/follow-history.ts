import type { DesignerParts } from '../designer/designer-context.tsx'
import { samePlace } from '../document/place.ts'

/** ms in which further selections on one screen are part of the same step, such as those of a key that is held down. */
const together = 800

/** Back and forward of the browser move between the screens and selections of the page. */
export function followHistory(parts: Pick<DesignerParts, 'document' | 'view' | 'derived'>): void {
  const { document, view } = parts
  let last = spotOf(parts)
  let changedAt = -together
  history.replaceState({ spot: last }, '')
  let isTravelling = false
  const look = () => {
    if (isTravelling) return
    const spot = spotOf(parts)
    if (JSON.stringify(spot) === JSON.stringify(last)) return
    const isSameStep = spot.screen === last.screen && performance.now() - changedAt < together
    last = spot
    changedAt = performance.now()
    history[isSameStep ? 'replaceState' : 'pushState']({ spot }, '')
  }
  document.subscribe(look)
  view.subscribe(look)
  addEventListener('popstate', ({ state }) => {
    const spot: Spot | undefined = state?.spot
    if (spot === undefined) return
    // What follows from going back is no step of its own.
    isTravelling = true
    goTo(parts, spot)
    last = spotOf(parts)
    isTravelling = false
  })
}

/** What is looked at. */
type Spot = ReturnType<typeof spotOf>

function spotOf({ document, view }: Pick<DesignerParts, 'document' | 'view'>) {
  const { screen, clusterTab, clusterTopic } = view.getState()
  const { selectedRule, selectedSample } = document.getState()
  return { screen, clusterTab, clusterTopic, selectedRule, selectedSample }
}

/** Shows a spot, as far as it is still there. */
function goTo({ document, view, derived }: Parameters<typeof followHistory>[0], spot: Spot): void {
  const { samples, actions } = document.getState()
  view.getState().actions.returnTo(spot)
  if (spot.selectedSample !== null && samples.some(({ id }) => id === spot.selectedSample))
    actions.selectSample(spot.selectedSample)
  const { rules } = derived.getState()
  if (spot.selectedRule === null || rules.some(({ place }) => samePlace(place, spot.selectedRule)))
    actions.selectRule(spot.selectedRule)
}
