import type { JsonObject } from '@mapping-designer/shared-types'
import { type Frame, newFrame } from '../value/frame.ts'

/** A complete `order complete` event; give only what a test is about. */
export function anEvent(changes: JsonObject = {}): JsonObject {
  return {
    name: 'order complete',
    data: { id: 'ORD-1', total: 99.5, currency: 'EUR' },
    user: { id: 'us3r', session: 's3ss10n' },
    nested: [{ entity: 'product', data: { id: 'ers', name: 'Everyday Ruck Snack', price: 420 } }],
    consent: { functional: true, analytics: true },
    timestamp: 1_700_000_102_000,
    ...changes,
  }
}

/** What one run of a value shares; give only what a test is about. */
export function aFrame(changes: Partial<Frame> = {}): Frame {
  return { ...newFrame({}), event: {}, ...changes }
}

/** A destination config with brokers and topic; give only what a test is about. */
export function aConfig(changes: JsonObject = {}, kafka: JsonObject = {}): JsonObject {
  return { settings: { kafka: { brokers: ['localhost:9092'], topic: 'walkeros-events', ...kafka } }, ...changes }
}

const bundle = {
  packages: {
    '@walkeros/collector': { version: '4.2.1' },
    '@walkeros/server-destination-kafka': { version: '4.6.1' },
  },
}
const env = { Kafka: "$code:require('kafkajs')" }

/** A flow file, version 4, with one Kafka destination of that config. */
export function aFlow(config: JsonObject = aConfig(), step: JsonObject = {}): JsonObject {
  return {
    version: 4,
    flows: {
      default: {
        config: { platform: 'server', bundle },
        destinations: { kafka: { package: '@walkeros/server-destination-kafka', env, config, ...step } },
      },
    },
  }
}
