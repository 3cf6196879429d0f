import type { Check } from './check.ts'
import { textsOf } from './walk-config.ts'

export const codeWithSpace: Check = {
  code: 'code-with-space',
  severity: 'warning',
  about: '$code: works only at the very start of a text; after a space it is plain text.',
  ofConfig({ config }) {
    return textsOf(config)
      .filter(({ text }) => /^\s+\$code:/.test(text))
      .map(({ text, place }) => ({
        place,
        cause: 'The space before `$code:` makes this plain text.',
        fix: { label: 'Remove the space', edits: [{ place: [...place], value: text.trimStart() }] },
      }))
  },
}
