import { type Check, quote } from './check.ts'
import { findTexts, kafkaOf } from './walk-config.ts'

/** A password written into a flow file is in everybody’s repository. Use $env or $secret. */
export const secretInConfig: Check = {
  code: 'secret-in-config',
  severity: 'error',
  ofConfig({ config }) {
    const isSecret = (text: string, key: unknown) =>
      secretNames.test(String(key)) && text !== '' && !/\$(env|secret|var)\./.test(text)
    return findTexts(kafkaOf(config), isSecret).map(({ place }) => ({
      place: ['settings', 'kafka', ...place],
      cause: `${quote(String(place.at(-1)))} is written out; refer to it with ${quote('$env.NAME')} or ${quote('$secret.NAME')}.`,
    }))
  },
}

const secretNames = /^(password|secretAccessKey|sessionToken|token|key_pem|passphrase|apiSecret)$/i
