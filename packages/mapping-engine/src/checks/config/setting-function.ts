import { isPlainObject } from '../../path/is-plain-object.ts'
import { kafkaSettingsOf } from '../../record/kafka-settings.ts'
import { codePrefix } from '../../value/code-function.ts'
import type { Check, Finding } from '../check.ts'
import { rulesOf } from '../walk-config.ts'

/** Settings are taken as they stand, not called: a function where a text belongs reaches kafkajs as a function. */
export const settingFunction: Check = {
  code: 'setting-function',
  severity: 'error',
  ofConfig({ config }) {
    return [
      ...functionsIn(kafkaSettingsOf(config), ['settings', 'kafka']),
      ...rulesOf(config).flatMap(({ rule, place }) => [
        ...functionsIn(rule['settings'], [...place, 'settings']),
        ...functionsIn({ name: rule['name'] }, place),
      ]),
    ]
  },
}

function functionsIn(settings: unknown, place: Finding['place']): Finding[] {
  if (!isPlainObject(settings)) return []
  return Object.entries(settings).flatMap(([name, value]): Finding[] => {
    const at = [...place, name]
    if (isPlainObject(value)) return functionsIn(value, at)
    if (typeof value !== 'string' || !value.startsWith(codePrefix)) return []
    return [{ place: at, cause: `\`${name}\` is a function, and walkerOS takes it as it stands. ${adviceFor(name)}` }]
  })
}

function adviceFor(name: string): string {
  if (name === 'key') return 'It gives no key, so the event name is the key; name a path instead.'
  if (name === 'topic') return 'Write the topic out, and give events of another topic a rule of their own.'
  return 'Write a text instead.'
}
