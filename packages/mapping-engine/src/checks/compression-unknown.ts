import { type Check, quote } from './check.ts'
import { kafkaOf } from './walk-config.ts'

/** A compression that does not exist is taken for gzip. */
export const compressionUnknown: Check = {
  code: 'compression-unknown',
  severity: 'warning',
  ofConfig({ config }) {
    const codec = kafkaOf(config)['compression']
    if (codec === undefined || ['none', 'gzip', 'snappy', 'lz4', 'zstd'].includes(codec as string)) return []
    return [
      { place: ['settings', 'kafka', 'compression'], cause: `${quote(codec)} is no compression, so gzip is used.` },
    ]
  },
}
