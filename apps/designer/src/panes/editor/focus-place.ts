import type { Place } from '@mapping-designer/shared-types'

const focusable = 'input, textarea, select, button'

/** Focuses the input that stands for a place of the config, or for the nearest place around it. */
export function focusPlace(form: Element, place: Place): void {
  let best: { element: Element; depth: number } | null = null
  for (const element of form.querySelectorAll('[data-place]')) {
    const own: Place = JSON.parse(element.getAttribute('data-place') ?? '[]')
    const isAround = own.every((step, index) => step === place[index])
    if (isAround && own.length > (best?.depth ?? 0)) best = { element, depth: own.length }
  }
  if (best === null) return
  const { element } = best
  // Of rows that are selected together, the one that has the focus keeps it.
  const focused = document.activeElement?.closest('[data-marked]')
  if (focused && element.matches('[data-marked]')) {
    focused.scrollIntoView({ block: 'nearest' })
    return
  }
  // A label stands before its input; a row holds its own, with the name first.
  const own = [...element.querySelectorAll<HTMLElement>(focusable)]
  const beside = element.nextElementSibling
  const target =
    (element.matches(focusable) ? (element as HTMLElement) : undefined) ??
    own.find((one) => one.matches('input')) ??
    own[0] ??
    (beside?.matches(focusable) ? (beside as HTMLElement) : beside?.querySelector<HTMLElement>(focusable))
  target?.focus()
  if (target instanceof HTMLInputElement) target.select()
  ;(target ?? element).scrollIntoView({ block: 'nearest' })
}
