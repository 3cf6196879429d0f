import { expect, inject, it } from 'vitest'
import { PortTaken } from './ended-error.ts'
import { freePorts } from './free-port.ts'
import { startLocalKafka } from './start-local-kafka.ts'

it('does not take another broker for its own that got its port first', async () => {
  const [controller = 0] = await freePorts(1)
  const taken = Number(inject('kafka').brokers.plaintext.split(':')[1])
  const start = startLocalKafka({ ports: { controller, plaintext: taken } })
  await expect(start).rejects.toThrow(PortTaken)
})
