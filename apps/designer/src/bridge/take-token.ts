import { tabStorage } from '../document/browser-storage.ts'

const tokenKey = 'kafka-mapping-designer.token'

/** Takes the token out of the address, where the start link carries it, and keeps it for this tab. */
export function takeToken(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1))
  const given = fragment.get('token')
  if (given !== null) {
    tabStorage.setItem(tokenKey, given)
    fragment.delete('token')
    const rest = fragment.toString()
    history.replaceState(null, '', `${location.pathname}${location.search}${rest ? `#${rest}` : ''}`)
  }
  return tabStorage.getItem(tokenKey)
}
