import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import { type Check, type Finding, quote } from '../check.ts'

/**
 * A broker is one host and one port from 1 to 65535. kafkajs takes a protocol before it, a list in one text or blanks as part of
 * the host or the port, and connects to nothing.
 */
export const brokerForm: Check = {
  code: 'broker-form',
  severity: 'error',
  ofConfig({ config }) {
    const { brokers } = kafkaSettingsOf(config)
    if (!Array.isArray(brokers)) return []
    const place = ['settings', 'kafka', 'brokers']
    return brokers.flatMap((broker, index): Finding[] => {
      if (typeof broker !== 'string' || isReference(broker)) return []
      const cause = formFault(broker)
      if (cause === undefined) return []
      const better = brokers.flatMap((one, at): unknown[] => (at === index ? addressesIn(broker) : [one]))
      const fix = { label: `Write ${addressesIn(broker).join(' and ')}`, edits: [{ place, value: better }] }
      return [
        { place: [...place, index], cause, ...(formFault(addressesIn(broker)[0] ?? '') === undefined && { fix }) },
      ]
    })
  },
}

/** `$env.X` and the like, which walkerOS resolves before the destination starts. */
export function isReference(broker: string): boolean {
  return /^\$\w+[.:]/.test(broker)
}

/** What is wrong with the form of a broker, as a sentence; undefined where only its port may be missing. */
export function formFault(broker: string): string | undefined {
  if (/^\$\{|^%\{|^\{\{/.test(broker))
    return `Broker ${quote(broker)} is a reference that walkerOS does not resolve; write $env.NAME.`
  if (/^\w+:\/\//.test(broker))
    return `Broker ${quote(broker)} begins with a protocol, which kafkajs takes for the host.`
  if (/[,;]/.test(broker)) return `Broker ${quote(broker)} is a list in one text; each broker is an item of its own.`
  if (broker.includes('/')) return `Broker ${quote(broker)} holds a path, which kafkajs takes for a part of the port.`
  if (/\s/.test(broker)) return `Broker ${quote(broker)} holds a blank.`
  const port = /:(\d+)$/.exec(broker)?.[1]
  const isPort = port === undefined || (Number(port) >= 1 && Number(port) <= 65_535)
  return isPort ? undefined : `Broker ${quote(broker)} has the port ${port}, and ports end at 65535.`
}

function addressesIn(broker: string): string[] {
  return broker.split(/[,;]/).flatMap(
    (one) =>
      one
        .replace(/^\s*\w+:\/\//, '')
        .replace(/\/.*/, '')
        .trim() || [],
  )
}
