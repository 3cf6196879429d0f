import type { BrowsedRecord } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import type { KafkaPort } from '../kafka/kafka-port.ts'
import { aBridge, asDesigner } from '../testing.ts'

const following = (follow: KafkaPort['follow']) => aBridge({ kafka: { follow } as unknown as KafkaPort })
const read = async (app: ReturnType<typeof aBridge>) =>
  (await app.request('/api/profiles/test/topics/orders/follow', asDesigner())).text()

describe('a stream of events', () => {
  it('tells what went wrong as an event, because its status is long gone', async () => {
    const text = await read(
      // biome-ignore lint/correctness/useYield: it fails before the first record
      following(async function* (): AsyncGenerator<BrowsedRecord[]> {
        throw new Error('The broker went away.')
      }),
    )
    expect(text).toContain('event: ready\ndata: {}\n')
    expect(text).toContain('event: error\ndata: {"message":"The broker went away."}\n')
  })

  it('tells of what is no error, too, and ends where there is nothing more', async () => {
    const text = await read(
      following(async function* () {
        yield []
        throw 'a text'
      }),
    )
    expect(text).toContain('event: records\ndata: {"records":[]}\n')
    expect(text).toContain('data: {"message":"a text"}')
    const ended = await read(following(async function* () {}))
    expect(ended).not.toContain('event: error')
  })
})
