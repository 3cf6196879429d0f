import { writeEvent } from '@mapping-designer/mapping-engine'
import { readExamples } from '@mapping-designer/mapping-engine/examples'
import consent from '../../../../examples/consent/flow.json?raw'
import destinationPage from '../../../../examples/destination-page/flow.json?raw'
import shop from '../../../../examples/shop/flow.json?raw'
import { readFlow } from '../document/read-text.ts'
import type { Sample } from '../document/sample.ts'

export interface Example {
  title: string
  about: string
  events: string
  text: string
}

export const examples: readonly Example[] = [
  {
    title: 'Shop orders',
    about: 'Orders to their own topic, keyed by order id, with a loop over products.',
    events: 'order complete, order refund, product view',
    text: shop,
  },
  {
    title: 'Identity and consent',
    about: 'Fields that leave only with consent, and a gate for everything else.',
    events: 'form submit, user login',
    text: consent,
  },
  {
    title: 'The six basic cases',
    about: 'Default event, ignored event, key from the user, mapped data, new name, own topic.',
    events: 'page view, order complete, payment fail',
    text: destinationPage,
  },
]

/** A destination with one topic and no rules. */
export const emptyFlow = `{
  "version": 4,
  "flows": {
    "default": {
      "config": {
        "platform": "server",
        "bundle": {
          "packages": {
            "@walkeros/collector": { "version": "4.2.1" },
            "@walkeros/server-destination-kafka": { "version": "4.6.1" }
          },
          "overrides": { "@walkeros/core": "4.2.1", "@walkeros/server-core": "4.2.1" }
        }
      },
      "destinations": {
        "kafka": {
          "package": "@walkeros/server-destination-kafka",
          "env": { "Kafka": "$code:require('kafkajs')" },
          "config": {
            "settings": {
              "kafka": {
                "brokers": ["localhost:9092"],
                "topic": "walkeros-events"
              }
            },
            "mapping": {}
          }
        }
      }
    }
  }
}
`

/** The step examples of a flow file's Kafka destinations as samples. */
export function samplesOf(text: string, newId: () => string): Sample[] {
  const reading = readFlow(text)
  if (!reading.isReadable) return []
  return reading.destinations.flatMap((destination) =>
    readExamples(destination).flatMap((example) =>
      example.isReadable
        ? [
            {
              id: newId(),
              title: example.title,
              text: writeEvent(example.event),
              example: { flowName: destination.flowName, destination: destination.name, name: example.name },
            },
          ]
        : [],
    ),
  )
}
