import { type Check, quote } from './check.ts'
import { kafkaOf, textsOf } from './walk-config.ts'

export const secretInConfig: Check = {
  code: 'secret-in-config',
  severity: 'error',
  about: 'A password written into a flow file is in everybody’s repository. Use $env or $secret.',
  ofConfig({ config }) {
    return textsOf(kafkaOf(config), ['settings', 'kafka'])
      .filter(
        ({ text, place }) =>
          secretNames.test(String(place.at(-1))) && text !== '' && !/\$(env|secret|var)\./.test(text),
      )
      .map(({ place }) => ({
        place,
        cause: `${quote(String(place.at(-1)))} is written out; refer to it with ${quote('$env.NAME')} or ${quote('$secret.NAME')}.`,
      }))
  },
}

const secretNames = /^(password|secretAccessKey|sessionToken|token|key_pem|passphrase|apiSecret)$/i
