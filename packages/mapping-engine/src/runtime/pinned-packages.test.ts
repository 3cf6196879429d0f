import { expect, it } from 'vitest'
import { chooseRuntime } from './choose-runtime.ts'
import { pinnedPackages } from './pinned-packages.ts'

const [collector, kafka, validate] = [
  '@walkeros/collector',
  '@walkeros/server-destination-kafka',
  '@walkeros/transformer-validate',
]
const ask = (pins: Record<string, unknown>, { override, steps }: { override?: string; steps?: string } = {}) => {
  const config = { bundle: { packages: pins, ...(override && { overrides: { '@walkeros/core': override } }) } }
  return pinnedPackages(chooseRuntime(config), config, { steps })
}

it.each([
  { pins: { [collector]: '4.2.1' }, version: '4.2.1', isBundled: true, of: 'latest' },
  {
    pins: { [collector]: { version: '4.2.1' }, [kafka]: { version: '4.6.1' } },
    version: '4.2.1',
    isBundled: true,
    of: '4.6.1',
  },
  { pins: { [collector]: '4.2.1', [kafka]: '4.2.0' }, version: '4.2.1', isBundled: false, of: '4.2.0' },
  { pins: { [collector]: '4.7.1', [kafka]: '^4.2.0' }, version: '4.7.1', isBundled: false, of: 'latest' },
  // What the preview does not know may be there all the same.
  { pins: { [collector]: '4.11.0' }, version: '4.11.0', isBundled: false, of: 'latest' },
  { pins: { [collector]: 'v3.4.2' }, version: '3.4.2', isBundled: false, of: 'latest' },
  { pins: {}, version: '4.9.0', isBundled: false, of: 'latest' },
])('runs $version for $pins', ({ pins, version, isBundled, of }) => {
  expect(ask(pins)).toEqual({ version, core: version, isBundled, packages: { [collector]: version, [kafka]: of } })
})

it('takes core from an override, and validate where the flow names it', () => {
  expect(ask({ [collector]: '4.7.2', [validate]: '4.2.1' }, { override: '4.2.1', steps: validate })).toMatchObject({
    version: '4.7.2 with core 4.2.1',
    core: '4.2.1',
    packages: { [validate]: '4.2.1' },
  })
  expect(ask({ [collector]: '4.2.1', [validate]: '4.1.0' }, { steps: validate })).toMatchObject({ isBundled: false })
})

it.each([collector, kafka])('runs nothing that comes from a folder: %s', (name) => {
  expect(ask({ [name]: { path: './own' } })).toEqual({ reason: `the flow takes ${name} from a folder` })
})
