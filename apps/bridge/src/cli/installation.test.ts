import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { homeOf } from './installation.ts'

const folder = mkdtempSync(join(tmpdir(), 'installation-'))
afterAll(() => rmSync(folder, { recursive: true }))
const variables = { XDG_DATA_HOME: join(folder, 'user') }
const ofUser = join(folder, 'user', 'kafka-mapping-designer')

describe('what the bridge keeps lies', () => {
  it('in the checkout, whether it kept something there before or not', () => {
    expect(homeOf(folder, variables)).toBe(join(folder, '.data'))
    mkdirSync(join(folder, '.data'))
    expect(homeOf(folder, variables)).toBe(join(folder, '.data'))
  })

  it('with the data of the user for a package, and for a checkout in which nobody can write', () => {
    expect(homeOf(undefined, variables)).toBe(ofUser)
    writeFileSync(join(folder, 'file'), '')
    // Nothing can be made below a file, not even by root.
    expect(homeOf(join(folder, 'file', 'checkout'), variables)).toBe(ofUser)
  })
})
