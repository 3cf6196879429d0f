import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import type { Check, Finding } from '../check.ts'
import { objectAt } from '../walk-config.ts'

/** Node.js takes certificates and keys as PEM texts and opens no files here: with a path TLS fails, and nothing is sent. */
export const tlsNoPem: Check = {
  code: 'tls-no-pem',
  severity: 'error',
  ofConfig({ config }) {
    const ssl = objectAt(kafkaSettingsOf(config), 'ssl')
    return ['ca', 'cert', 'key'].flatMap((name): Finding[] => {
      const given = [ssl[name]].flat().find((one) => typeof one === 'string' && !/^\$|-----BEGIN /.test(one))
      if (given === undefined) return []
      const place = ['settings', 'kafka', 'ssl', name]
      const value = `$env.KAFKA_${name.toUpperCase()}`
      const fix = { label: `Read it from ${value}`, edits: [{ place, value }] }
      const what = isPath(String(given)) ? 'the path of a file' : 'no PEM'
      return [{ place, cause: `\`${name}\` is ${what}; it must be the PEM text that begins with -----BEGIN.`, fix }]
    })
  },
}

function isPath(text: string): boolean {
  return /^[^\n]*[\\/][^\n]*$|\.(?:pem|crt|cer|key)$/.test(text) && text.length < 300
}
