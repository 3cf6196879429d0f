import { type JsonObject, type JsonValue, kafkaPackage } from '@mapping-designer/shared-types'
import type { ParseError } from 'jsonc-parser'
import { setInFlow } from '../flow/edit-flow.ts'
import { parseCommented } from '../flow/parse-commented.ts'
import { readFlow } from '../flow/read-flow.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { insideFences } from '../samples/insides.ts'
import type { SourceObject } from '../samples/parse-source.ts'
import type { Imported } from './imported.ts'
import { upgradeFlow } from './upgrade-flow.ts'
import { newDestination, shapeRank, wrapInFlow } from './wrap-in-flow.ts'

/**
 * Reads whatever people keep walkerOS configs in: a flow file with comments or without, an older one, a destination step, its
 * config, a mapping, any of these without the braces around it, or the TypeScript or JavaScript source of one. Nothing is run.
 */
export async function importText(given: string): Promise<Imported> {
  const text = withoutFences(given)
  if (text.length > maxCharacters) {
    const size = (text.length / 2 ** 20).toFixed(1)
    return {
      kind: 'refused',
      message: `The text has ${size} MB, and a flow file of more than 10 MB cannot be edited here.`,
    }
  }
  const reading = readFlow(text)
  if (reading.isReadable) {
    if (reading.destinations.length > 0) return { kind: 'flow', text }
    return offerDestination(text, reading.json)
  }
  const refused: Imported = { kind: 'refused', message: sentence(reading.error) }
  const json = parseJson(text)
  if (json !== undefined) return importJson(json) ?? refused
  if (!looksLikeSource(text)) return refused
  const { parseSource, SourceProblem } = await import('../samples/parse-source.ts')
  try {
    return await importObject(parseSource(text))
  } catch (error) {
    if (error instanceof SourceProblem) return { kind: 'refused', message: error.message }
    throw error
  }
}

/** What stands in the fences of a text of Markdown. */
function withoutFences(text: string): string {
  return insideFences(text) ?? text.replace(/^\s*```[^\n]*\n([\s\S]*?)\n\s*```\s*$/, '$1')
}

/** The object of a source that is most of a flow file. */
async function importObject(objects: SourceObject[]): Promise<Imported> {
  const [best] = objects.toSorted((a, b) => rankOf(a.json) - rankOf(b.json))
  const again = await importText(JSON.stringify(best?.json ?? null, null, 2))
  const imported: Imported =
    again.kind === 'flow' ? { ...again, kind: 'wrapped', message: 'The source was taken over as JSON.' } : again
  const lost = best?.leftOut.map((reason) => ` Left out: ${reason}`).join('') ?? ''
  return { ...imported, message: imported.message + lost }
}

function rankOf(json: JsonValue): number {
  if (!isPlainObject(json)) return Number.POSITIVE_INFINITY
  return isPlainObject(json['flows']) ? -1 : shapeRank(json)
}

/** JSON with comments; also a member without the braces around it, as documentation shows them. */
function parseJson(text: string): unknown {
  const source = text.replace(/^\uFEFF/, '')
  for (const candidate of [source, `{${source}\n}`]) {
    const errors: ParseError[] = []
    const json: unknown = parseCommented(candidate, errors)
    if (errors.length === 0) return json
  }
  return undefined
}

const maxCharacters = 10 * 2 ** 20

function sentence({ message, hint }: { message: string; hint?: string }): string {
  return [message, hint].filter(Boolean).join(' ')
}

function looksLikeSource(text: string): boolean {
  return (
    /^\s*(?:import|export|const|let|var|module\.exports|\/\/|\/\*)/.test(text) ||
    /=>|[{,]\s*[A-Za-z_$][\w$]*\s*:/.test(text)
  )
}

function offerDestination(text: string, json: JsonValue): Imported {
  const { flows } = json as { flows: Record<string, { destinations?: JsonObject }> }
  const [flowName] = Object.keys(flows)
  const message = `The flow file has no Kafka destination: none has the package ${kafkaPackage}.`
  if (flowName === undefined) return { kind: 'refused', message: 'The flow file has no flow.' }
  const taken = Object.keys(flows[flowName]?.destinations ?? {})
  const name = taken.includes('kafka') ? 'kafkaEvents' : 'kafka'
  const added = setInFlow(text, ['flows', flowName, 'destinations', name], newDestination)
  return { kind: 'offer', text: added, message, label: 'Add a Kafka destination' }
}

function importJson(json: unknown): Imported | null {
  if (!isPlainObject(json)) return null
  if (typeof json['version'] === 'number' && json['version'] < 4 && isPlainObject(json['flows'])) {
    return upgradeFlow(json as JsonObject)
  }
  const found = wrapInFlow(json)
  if (found === undefined) return null
  const text = `${JSON.stringify(found.flow, null, 2)}\n`
  const reading = readFlow(text)
  if (reading.isReadable && reading.destinations.length === 0) return offerDestination(text, reading.json)
  return { kind: 'wrapped', text, message: found.message }
}
