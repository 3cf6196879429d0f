// Traps for what the sandbox cannot give exactly: touching one fails the record, caught or not.

let missing = ''

/** Notes what the running function asked for in vain, and throws. */
export function lack(name: string): never {
  noteLacking(name)
  throw new Error(`${name} is not available in the preview`)
}

/** The same after the function has ended. */
export function noteLacking(name: string): void {
  missing ||= name
}

/** The first thing that was lacking since the last call began, or ''. */
export const lacking = (): string => missing

export function forgetLacking(): void {
  missing = ''
}

/** Puts a trap in the place of methods. */
export function refuse(object: object, names: readonly string[], describe: (name: string) => string): void {
  for (const name of names) replace(object, name, () => lack(describe(name)))
}

/** Defines a member as the language defines its own: writable, and not enumerated. */
export function replace(object: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, configurable: true })
}

const absentGlobals = [
  'Intl fetch setTimeout setInterval setImmediate clearTimeout clearInterval queueMicrotask crypto require Buffer',
  'process module performance XMLHttpRequest WebSocket window document localStorage sessionStorage navigator location',
  'global Worker AbortController Blob Headers Request Response FormData',
]
  .join(' ')
  .split(' ')

/** What depends on the language of the machine. */
const localeMethods: readonly [owner: { name: string; prototype: object }, methods: string[]][] = [
  [Number, ['toLocaleString']],
  [BigInt, ['toLocaleString']],
  [Array, ['toLocaleString']],
  [String, ['localeCompare', 'toLocaleUpperCase', 'toLocaleLowerCase']],
  [Date, ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString', 'toString', 'toDateString', 'toTimeString']],
]

export function installTraps(): void {
  for (const name of absentGlobals) {
    Object.defineProperty(globalThis, name, { get: () => lack(name), configurable: true })
  }
  for (const [owner, methods] of localeMethods) {
    refuse(owner.prototype, methods, (method) => `${owner.name}.prototype.${method}`)
  }
}
