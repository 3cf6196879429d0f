import { isCodec } from '../../record/build-record.ts'
import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import { type Check, quote } from '../check.ts'

/** A compression that does not exist is taken for gzip. */
export const compressionUnknown: Check = {
  code: 'compression-unknown',
  severity: 'warning',
  ofConfig({ config }) {
    const codec = kafkaSettingsOf(config)['compression']
    if (codec === undefined || isCodec(codec)) return []
    return [
      { place: ['settings', 'kafka', 'compression'], cause: `${quote(codec)} is no compression, so gzip is used.` },
    ]
  },
}
