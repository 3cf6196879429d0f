import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import { type Check, quote } from '../check.ts'
import { formFault, isReference } from './broker-form.ts'

/** A broker is host:port. Without a port the connection fails. */
export const brokerPort: Check = {
  code: 'broker-port',
  severity: 'error',
  ofConfig({ config }) {
    const { brokers } = kafkaSettingsOf(config)
    return (Array.isArray(brokers) ? brokers : []).flatMap((broker, index) =>
      typeof broker !== 'string' || isReference(broker) || /:\d+$/.test(broker) || formFault(broker) !== undefined
        ? []
        : [
            {
              place: ['settings', 'kafka', 'brokers', index],
              cause: `Broker ${quote(broker)} has no port.`,
              fix: {
                label: 'Add :9092',
                edits: [{ place: ['settings', 'kafka', 'brokers', index], value: `${broker}:9092` }],
              },
            },
          ],
    )
  },
}
