/**
 * The granted states, or false where consent is required and none of the required states is granted.
 * One granted state is enough; a requirement of `false` can never be granted. Mirrors `core/consent.ts`.
 */
export function grantConsent(
  required: unknown,
  state: unknown,
  individual: unknown = {},
): Record<string, true> | false {
  const states: Record<string, unknown> = { ...(state as object), ...(individual as object) }
  const wanted = required as Record<string, unknown> | undefined
  const granted: Record<string, true> = {}
  let isGranted = !wanted || Object.keys(wanted).length === 0
  for (const name of Object.keys(states)) {
    if (!states[name]) continue
    granted[name] = true
    if (wanted?.[name]) isGranted = true
  }
  return isGranted ? granted : false
}
