import { whyTooOld } from './node-version.js'

const reason = whyTooOld()
if (reason !== undefined) {
  console.error(reason)
  process.exit(1)
}
