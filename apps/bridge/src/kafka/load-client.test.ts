import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it, vi } from 'vitest'
import { loadClient } from './load-client.ts'

it('loads the Kafka client without its validators, which refuse the same options when they are used', async () => {
  const compile = vi.spyOn(Ajv2020.prototype, 'compile')
  await loadClient()
  expect(Ajv2020.prototype.compile).toBe(compile)
  expect(compile).not.toHaveBeenCalled()
  const { Consumer } = await import('@platformatic/kafka')
  const options = { clientId: 'me', bootstrapBrokers: ['localhost:9092'] }
  expect(() => new Consumer({ ...options, groupId: 5 } as never)).toThrow('/options/groupId must be string')
  const consumer = new Consumer({ ...options, groupId: 'g' })
  expect(compile.mock.calls.length).toBeLessThan(8)
  await consumer.close()
})
