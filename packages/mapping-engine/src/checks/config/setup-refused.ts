import { isPlainObject } from '../../path/is-plain-object.ts'
import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import type { Check, Finding } from '../check.ts'

/** `walkeros setup` creates a topic only with its partitions and replicas written out; anything else is an error or does nothing. */
export const setupRefused: Check = {
  code: 'setup-refused',
  severity: 'warning',
  ofConfig({ config }) {
    const setup = isPlainObject(config) ? config['setup'] : undefined
    if (setup === undefined || setup === false || setup === null) return []
    if (setup === true) return [{ place: ['setup'], cause: `\`walkeros setup\` refuses \`true\`: ${explicit}.` }]
    if (!isPlainObject(setup)) return [{ place: ['setup'], cause: `\`walkeros setup\` ignores this: ${explicit}.` }]
    const missing = ['numPartitions', 'replicationFactor'].flatMap((name): Finding[] =>
      typeof setup[name] === 'number'
        ? []
        : [{ place: ['setup', name], cause: `\`walkeros setup\` refuses it: \`${name}\` must be a number.` }],
    )
    if (setup['topic'] || kafkaSettingsOf(config)['topic']) return missing
    return [...missing, { place: ['setup', 'topic'], cause: '`walkeros setup` refuses it: a topic is missing.' }]
  },
}

const explicit = 'it takes an object with numPartitions and replicationFactor'
