import { memberOf } from '../path/member-of.ts'

/** A request that a tool has saved, and its body as a text; undefined where it has none, or one in another form. */
interface SavedRequest {
  name: unknown
  body: unknown
}

/** Requests, and what they were saved in. */
export interface SavedRequests {
  from: string
  requests: SavedRequest[]
}

/** The requests of a HAR file, as browsers save their network log, and of collections of Postman and Insomnia; undefined for anything else. */
export function savedRequests(value: Record<string, unknown>): SavedRequests | undefined {
  const entries = memberOf(value, 'log', 'entries')
  if (Array.isArray(entries)) {
    const requests = entries.map((entry) => ({
      name: memberOf(entry, 'request', 'url'),
      body: memberOf(entry, 'request', 'postData', 'text'),
    }))
    return { from: 'the requests of a HAR file', requests }
  }
  const { item, resources } = value
  if (/postman\.com\//.test(String(memberOf(value, 'info', 'schema'))) && Array.isArray(item))
    return { from: 'the requests of a Postman collection', requests: inFolders(item) }
  if (!('__export_format' in value && Array.isArray(resources))) return undefined
  const saved = resources.filter((one) => memberOf(one, '_type') === 'request')
  return {
    from: 'the requests of an Insomnia export',
    requests: saved.map((one) => ({ name: memberOf(one, 'name'), body: memberOf(one, 'body', 'text') })),
  }
}

/** Folders may hold folders, to any depth. */
function inFolders(folder: readonly unknown[]): SavedRequest[] {
  const open = [...folder].toReversed()
  const found: SavedRequest[] = []
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const inside = memberOf(next, 'item')
    if (Array.isArray(inside)) open.push(...inside.toReversed())
    else found.push({ name: memberOf(next, 'name'), body: memberOf(next, 'request', 'body', 'raw') })
  }
  return found
}
