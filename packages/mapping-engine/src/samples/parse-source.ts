import { type JsonValue, kafkaPackage } from '@mapping-designer/shared-types'
import { tsPlugin } from '@sveltejs/acorn-typescript'
import { type AnyNode, type Expression, Parser } from 'acorn'
import { codePrefix } from '../value/code-function.ts'

/** The source cannot be taken over; the message says where and why, and what to write instead. */
export class SourceProblem extends Error {}

const TypeScript = Parser.extend(tsPlugin())

/** An object of a source, and a sentence for each part of it that no JSON can say. */
export interface SourceObject {
  json: JsonValue
  leftOut: string[]
}

/** What is known of a source besides one of its literals. */
interface Scope {
  /** Values of its constants, by name. */
  constants: ReadonlyMap<string, AnyNode>
  leftOut: string[]
}

/**
 * The objects of a TypeScript or JavaScript source as JSON, without running anything: what is exported, assigned, returned or
 * passed to a call, each as a whole, in the order of the source. Constants stand for their values, functions become `$code:` texts,
 * and `process.env.X` becomes `$env.X`. Throws SourceProblem for what is no source, or one without an object.
 */
export function parseSource(source: string): SourceObject[] {
  const program = parse(source)
  const text = bareSource(source)
  const constants = new Map<string, AnyNode>()
  const found: AnyNode[] = []
  for (const statement of program.body) collectObjects(statement, found, constants)
  if (found.length === 0) throw new SourceProblem('There is no object in this source.')
  return found.map((object) => {
    const leftOut: string[] = []
    return { json: toJson(object, text, { constants, leftOut }), leftOut }
  })
}

/** The expression that begins at an offset of a source. Throws SourceProblem where there is none. */
export function expressionAt(source: string, offset: number): Expression {
  try {
    return TypeScript.parseExpressionAt(source, offset, parserOptions)
  } catch (error) {
    throw new SourceProblem((error as SyntaxError).message)
  }
}

const parserOptions = { ecmaVersion: 'latest', sourceType: 'module', locations: true } as const

function parse(source: string) {
  try {
    // A bare object would be read as a block.
    return TypeScript.parse(bareSource(source), parserOptions)
  } catch (error) {
    const [, message, line] = /^(.*?) \((\d+):\d+\)$/s.exec((error as SyntaxError).message) ?? []
    const place = line === undefined ? 'This' : `Line ${line}`
    throw new SourceProblem(`${place} is neither JSON nor JavaScript: ${message ?? (error as SyntaxError).message}.`)
  }
}

/** The outermost objects of a syntax tree, and its constants. */
function collectObjects(node: unknown, found: AnyNode[], constants: Map<string, AnyNode>): void {
  if (Array.isArray(node)) for (const item of node) collectObjects(item, found, constants)
  if (!isNode(node)) return
  if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init) {
    constants.set(node.id.name, node.init)
  }
  if (node.type === 'ObjectExpression') found.push(node)
  else for (const part of Object.values(node)) collectObjects(part, found, constants)
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

interface TypeWrapper {
  type: string
  end: number
  expression: AnyNode
}

/** `x as T`, `x satisfies T`, `x!`: types that leave the value as it is. */
function isTypeWrapper(node: unknown): node is TypeWrapper {
  const type = (node as { type?: string } | null | undefined)?.type
  return type === 'TSAsExpression' || type === 'TSSatisfiesExpression' || type === 'TSNonNullExpression'
}

/**
 * A literal as JSON. `source` is the text that was parsed. Throws SourceProblem for what no JSON can say; with a scope
 * parts of it that no JSON can say are left out and named there.
 */
export function toJson(node: AnyNode, source: string, scope?: Scope): JsonValue {
  if (isTypeWrapper(node)) return toJson(node.expression, source, scope)
  switch (node.type) {
    case 'ObjectExpression':
      return objectOf(node, source, scope)
    case 'ArrayExpression':
      return node.elements.flatMap((item) =>
        item === null ? [null] : kept(scope, () => [toJson(item, source, scope)], []),
      )
    case 'Literal':
      if (node.value === null || ['string', 'number', 'boolean'].includes(typeof node.value))
        return node.value as JsonValue
      throw problem(node, source, 'has no form in JSON')
    case 'TemplateLiteral':
      if (node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? ''
      throw problem(node, source, 'is put together at run time; write it out, or refer to it with $var or $env')
    case 'UnaryExpression':
      if (node.operator === '-' && node.argument.type === 'Literal') return -Number(node.argument.value)
      throw problem(node, source, 'has no form in JSON')
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return codePrefix + withoutTypes(node, source)
    case 'MemberExpression':
      return environment(textOf(node, source)) ?? refuseReference(node, source)
    case 'Identifier':
      return constant(node.name, source, scope) ?? refuseReference(node, source)
    default:
      return refuseReference(node, source)
  }
}

/** The value of a constant; undefined where it is none, or stands in its own value. */
function constant(name: string, source: string, scope: Scope | undefined): JsonValue | undefined {
  const value = scope?.constants.get(name)
  if (scope === undefined || value === undefined) return undefined
  const constants = new Map([...scope.constants].filter(([other]) => other !== name))
  return toJson(value, source, { ...scope, constants })
}

/** What `read` gives; where a scope takes the problems, `otherwise` in place of a part that no JSON can say. */
function kept<T>(scope: Scope | undefined, read: () => T, otherwise: T): T {
  try {
    return read()
  } catch (error) {
    if (scope === undefined || !(error instanceof SourceProblem)) throw error
    scope.leftOut.push(error.message)
    return otherwise
  }
}

type Entry = [name: string, value: JsonValue]
type PropertyNode = Extract<AnyNode, { type: 'ObjectExpression' }>['properties'][number]

function objectOf(
  node: Extract<AnyNode, { type: 'ObjectExpression' }>,
  source: string,
  scope: Scope | undefined,
): JsonValue {
  const entries = node.properties.flatMap((property) => kept(scope, () => entriesOf(property, source, scope), []))
  return Object.fromEntries(entries)
}

function entriesOf(property: PropertyNode, source: string, scope: Scope | undefined): Entry[] {
  if (property.type === 'SpreadElement' && scope !== undefined) {
    const value = toJson(property.argument, source, scope)
    if (typeof value === 'object' && value !== null) return Object.entries(value) as Entry[]
  }
  if (property.type !== 'Property' || property.computed) throw problem(property, source, 'is put together at run time')
  const key =
    property.key.type === 'Identifier' ? property.key.name : String((property.key as { value?: unknown }).value)
  // What is undefined is not there.
  if (property.value.type === 'Identifier' && property.value.name === 'undefined') return []
  // The code of a step is an import: a flow file names its package instead.
  if (key === 'code' && property.value.type === 'Identifier') return importedPackage(property.value.name, source)
  if (property.method) return [[key, `${codePrefix}function ${withoutTypes(property.value, source)}`]]
  return [[key, toJson(property.value, source, scope)]]
}

/** `package` for the code of a step, where an import says where it is from; the code of our destination is known by name. */
function importedPackage(name: string, source: string): Entry[] {
  const found = new RegExp(`import[^'"]*\\b${name.replaceAll('$', '\\$')}\\b[^'"]*from\\s*['"]([^'"]+)['"]`).exec(
    source,
  )?.[1]
  const known = found ?? (name === 'destinationKafka' ? kafkaPackage : undefined)
  return known === undefined ? [] : [['package', known]]
}

function environment(text: string): string | null {
  const name = /^process\.env(?:\.(\w+)|\[['"](\w+)['"]\])$/.exec(text)
  return name ? `$env.${name[1] ?? name[2]}` : null
}

function refuseReference(node: AnyNode, source: string): never {
  throw problem(
    node,
    source,
    'is known only where the source runs; write its value out, or refer to it with $var or $env',
  )
}

function textOf(node: { start: number; end: number }, source: string): string {
  return source.slice(node.start, node.end)
}

/** A function as JavaScript: what TypeScript adds is cut out. */
function withoutTypes(node: AnyNode, source: string): string {
  const cuts: [number, number][] = []
  collectTypes(node, cuts)
  let text = ''
  let position = node.start
  for (const [start, end] of cuts.sort(([a], [b]) => a - b)) {
    if (start < position) continue
    text += source.slice(position, start)
    position = end
  }
  return text + source.slice(position, node.end)
}

const typeKeys = ['typeAnnotation', 'returnType', 'typeParameters', 'typeArguments']

function collectTypes(value: unknown, cuts: [number, number][]): void {
  if (Array.isArray(value)) for (const item of value) collectTypes(item, cuts)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  if (isTypeWrapper(value)) cuts.push([value.expression.end, value.end])
  const node = value as { start?: number; end?: number; name?: string; optional?: boolean }
  if (node.optional && node.name !== undefined)
    cuts.push([(node.start as number) + node.name.length, node.end as number])
  for (const [key, child] of Object.entries(value)) {
    if (key === 'loc') continue
    const range = child as { start: number; end: number } | null | undefined
    if (typeKeys.includes(key) && range) cuts.push([range.start, range.end])
    else collectTypes(child, cuts)
  }
}

// The same text that was parsed.
function bareSource(source: string): string {
  return /^\s*\{/.test(source) ? `(${source.trim().replace(/;$/, '')})` : source
}

function problem(node: AnyNode, source: string, reason: string): SourceProblem {
  const text = textOf(node, source)
  const shown = text.length > 40 ? `${text.slice(0, 37)}…` : text
  return new SourceProblem(`Line ${node.loc?.start.line ?? 1}: \`${shown}\` ${reason}.`)
}

/** One object or list as JavaScript writes it, as JSON. Throws SourceProblem for what no JSON can say. */
export function parseLiteral(source: string): JsonValue {
  // Brackets around it keep an object from being a block.
  return toJson(expressionAt(`(${source})`, 0), `(${source})`)
}
