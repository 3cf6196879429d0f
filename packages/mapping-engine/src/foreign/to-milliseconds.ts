/** ms since 1970 of a time as trackers write it: a text with a date, or seconds, ms or µs as number or text; undefined for others. */
export function toMilliseconds(time: unknown): number | undefined {
  if (typeof time === 'string') return /^\d+(?:\.\d+)?$/.test(time) ? toMilliseconds(Number(time)) : dateOf(time)
  if (typeof time !== 'number' || !Number.isFinite(time)) return undefined
  const [, factor] = units.find(([below]) => time < below) ?? [0, 1 / 1_000]
  return Math.round(time * factor)
}

/** Numbers below the first are in a unit of as many ms as the second says; those above all are µs. */
const units = [
  [1e11, 1_000],
  [1e14, 1],
] as const

/** Databases write UTC without a zone. */
function dateOf(text: string): number | undefined {
  const [, date, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?: UTC)?$/.exec(text) ?? []
  const ms = Date.parse(date === undefined ? text : `${date}T${time}Z`)
  return Number.isNaN(ms) ? undefined : ms
}
