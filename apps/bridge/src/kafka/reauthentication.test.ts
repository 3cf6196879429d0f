import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { guardLibrary } from './reauthentication.ts'

it('stands on the version of the library that it was written for', () => {
  const source = fileURLToPath(import.meta.resolve('@platformatic/kafka')).replace(
    /index\.js$/,
    'network/connection.js',
  )
  expect(readFileSync(source, 'utf8')).toContain("this.emit('sasl:authentication:extended'")
  expect(() => guardLibrary()).not.toThrow()
})

it.each([
  ['takes other arguments', (_request: unknown) => undefined, { REAUTHENTICATING: 1 }],
  ['has no such state', { length: 7 }, {}],
])('ends the start where the library %s', (_what, method, states) => {
  expect(() => guardLibrary(method, states)).toThrow('look at kafka/reauthentication.ts before it is used')
})
