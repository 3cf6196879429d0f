import type { JsonValue } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'

type Argument = JsonValue | undefined

/** What a call of another tracker sends, in the form in which its requests have it. */
export function trackerCall(callee: string, given: readonly Argument[]): unknown[] {
  const [object = '', method = ''] = callee.split('.')
  if (object === 'gtag') return [{ ...given }]
  if (object === 'dataLayer') return [...given]
  const texts = given.filter((argument) => typeof argument === 'string')
  const properties = given.find(isPlainObject)
  switch (method) {
    case 'page':
    case 'screen': {
      const [name, category] = texts.toReversed()
      return [defined({ type: method, name, category, properties: properties ?? {} })]
    }
    case 'identify':
      return [defined({ type: method, userId: texts[0], traits: properties })]
    default: {
      const isSegment = object.endsWith('analytics')
      return [defined({ type: isSegment ? 'track' : undefined, event: texts[0], properties: properties ?? {} })]
    }
  }
}

function defined(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined))
}
