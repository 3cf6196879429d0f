import { expect, it } from 'vitest'
import { createMocks } from './mocks.ts'

const mock = Object.freeze({ name: 'mock event', data: Object.freeze({ total: 1 }) })
const write = (event: unknown) => Object.assign((event as { data: object }).data, { seen: true })

it('an event of a mock keeps what is written into it for the run, and leaves the config as it is', () => {
  const mocks = createMocks()
  write(mocks.take('t', mock, 'first'))
  expect(mocks.take('t', mock, 'first')).toEqual({ name: 'mock event', data: { total: 1, seen: true } })
  expect(createMocks().take('t', mock, 'first')).toEqual(mock)
})

it('a changed event of a mock is in doubt for the destinations that share it, and for no other', () => {
  const mocks = createMocks()
  const event = mocks.take('t', mock, 'first')
  mocks.take('t', mock, 'second')
  mocks.take('other', { ...mock }, 'third')
  expect(['first', 'second', 'third'].map(mocks.inDoubt)).toEqual([undefined, undefined, undefined])
  write(event)
  expect(['first', 'second', 'third'].map(mocks.inDoubt)).toEqual(['t', 't', undefined])
})
