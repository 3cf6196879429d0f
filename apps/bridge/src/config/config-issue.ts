import { nearest } from '@mapping-designer/mapping-engine'
import { expectation, listed } from '@mapping-designer/shared-types'
import type { z } from 'zod'

/** Settings by the one that holds them; those of the whole file under an empty name. */
export type Sections = Readonly<Record<string, readonly string[]>>

type Issue = z.core.$ZodIssue

/** What is wrong with a config file, with the place and the fix: the first thing a person should look at. */
export function issueInWords(issues: readonly Issue[], sections: Sections): string {
  // A name that is written wrong explains what is missing.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? (issues[0] as Issue)
  const place = placeInWords(issue.path)
  if (issue.code !== 'unrecognized_keys') return `${place || 'the file'} ${expectation(issue)}.`
  const [key] = issue.keys as [string]
  return `${place === '' ? key : `${place}.${key}`} is not a setting${advice(key, issue.path, sections)}`
}

function placeInWords(path: Issue['path']): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    return text === '' ? String(step) : `${text}.${String(step)}`
  }, '')
}

function advice(key: string, path: Issue['path'], sections: Sections): string {
  const section = String(path.findLast((step) => typeof step === 'string') ?? '')
  const near = nearest(key, sections[section] as readonly string[])
  if (near !== undefined) return `; did you mean ${near}?`
  const home = Object.keys(sections).find((name) => sections[name]?.includes(key))
  if (home !== undefined) return home === '' ? `; ${key} belongs to the whole file.` : `; ${key} belongs into ${home}.`
  return `; there are ${listed([...new Set(sections[section])], 'and')}.`
}
