import type { Check } from '../check.ts'
import { findTexts } from '../walk-config.ts'

/** $code: works only at the very start of a text; after a space it is plain text. */
export const codeWithSpace: Check = {
  code: 'code-with-space',
  severity: 'warning',
  ofConfig({ config }) {
    return findTexts(config, (text) => /^\s+\$code:/.test(text)).map(({ text, place }) => ({
      place,
      cause: 'The space before `$code:` makes this plain text.',
      fix: { label: 'Remove the space', edits: [{ place: [...place], value: text.trimStart() }] },
    }))
  },
}
