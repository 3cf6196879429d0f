import { replace } from './lacking.ts'

const { sort: sortList } = Array.prototype

/** QuickJS leaves out items that stand in their place already; on what is no list, and inherits them, others make them its own. */
export function installGenericSort(): void {
  replace(Array.prototype, 'sort', function sort(this: unknown, compare?: (one: unknown, other: unknown) => number) {
    if (Array.isArray(this) || this === null || this === undefined) return sortList.call(this, compare)
    const target = Object(this)
    const items: unknown[] = []
    const length = Math.min(Math.max(Math.trunc(Number(target.length)) || 0, 0), Number.MAX_SAFE_INTEGER)
    for (let index = 0; index < length; index++) if (index in target) items.push(target[index])
    sortList.call(items, compare)
    for (const [index, item] of items.entries()) target[index] = item
    for (let index = items.length; index < length; index++) delete target[index]
    return target
  })
}
