import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import { type Check, quote } from '../check.ts'

/**
 * kafkajs brings none and gzip. snappy, lz4 and zstd need a package that registers the codec; without it every
 * send fails silently.
 */
export const compressionCodec: Check = {
  code: 'compression-codec',
  severity: 'warning',
  ofConfig({ config }) {
    const codec = kafkaSettingsOf(config)['compression']
    if (codec !== 'snappy' && codec !== 'lz4' && codec !== 'zstd') return []
    const place = ['settings', 'kafka', 'compression']
    return [
      {
        place,
        cause: `${quote(codec)} needs an extra package, without it every send fails silently.`,
        fix: { label: 'Use gzip', edits: [{ place, value: 'gzip' }] },
      },
    ]
  },
}
