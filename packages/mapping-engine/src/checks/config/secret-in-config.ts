import type { Place } from '@mapping-designer/shared-types'
import { valueAt } from '../../path/value-at.ts'
import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import { type Check, quote } from '../check.ts'
import { findTexts } from '../walk-config.ts'

/** A password written into a flow file is in everybody’s repository. Use $env or $secret. */
export const secretInConfig: Check = {
  code: 'secret-in-config',
  severity: 'error',
  ofConfig({ config, step }) {
    const isSecret = (text: string, key: unknown) =>
      secretNames.test(String(key)) && text !== '' && !/\$(env|secret|var)\./.test(text)
    // A reference that has its value for the preview is none that is written out.
    const isReferred = (inside: Place) =>
      /^\$(env|secret)\./.test(String(valueAt(kafkaSettingsOf(step?.['config']), inside)))
    const found = findTexts(kafkaSettingsOf(config), isSecret).filter(({ place }) => !isReferred(place))
    return found.map(({ place: inside }) => {
      const place = ['settings', 'kafka', ...inside]
      const name = String(inside.at(-1))
      const reference = `$env.KAFKA_${name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}`
      return {
        place,
        cause: `${quote(name)} is written out; refer to it with ${quote('$env.NAME')} or ${quote('$secret.NAME')}.`,
        fix: { label: `Use ${reference}`, edits: [{ place, value: reference }] },
      }
    })
  },
}

const secretNames = /^(password|secretAccessKey|sessionToken|token|key_pem|passphrase|apiSecret)$/i
