import { type Node, parse } from 'acorn'
import { codePrefix } from '../value/code-function.ts'
import type { BundledStep } from './bundle-flow.ts'

/**
 * Whether the functions of a step may keep something from one event to the next: in variables around them, or in what they are handed at
 * each event (config, env, collector). What cannot be told from the text counts as kept.
 */
export function mayKeep({ kind, is, code }: BundledStep): boolean {
  if (is !== 'inline') return false
  // A source hands its events over with `context.env.push`, which keeps nothing of them.
  const handsOver = kind === 'source'
  return ['push', 'init'].some((part) => typeof code[part] === 'string' && keeps(code[part], handsOver))
}

const known = new Map<string, boolean>()

function keeps(text: string, handsOver: boolean): boolean {
  const key = `${handsOver} ${text}`
  let answer = known.get(key)
  if (answer === undefined) {
    answer = look(text, handsOver)
    if (known.size > 1_000) known.clear()
    known.set(key, answer)
  }
  return answer
}

function look(text: string, handsOver: boolean): boolean {
  try {
    const [statement] = parse(`(${text.replace(codePrefix, '')}\n)`, { ecmaVersion: 'latest' }).body
    const made = statement?.type === 'ExpressionStatement' ? statement.expression : undefined
    // A function that another expression makes may have variables of its own.
    if (made?.type !== 'ArrowFunctionExpression' && (made?.type !== 'FunctionExpression' || made.id)) return true
    return isNode(made) && reachesOut(made, handsOver)
  } catch {
    return true
  }
}

const changing = new Set('push pop shift unshift splice sort reverse fill set add delete clear assign'.split(' '))
/** What a function is handed and that outlives the event. */
const outliving = new Set('config env collector logger globalThis prototype constructor'.split(' '))

/** Whether a function changes what may outlive the event: a name that is not its own, or one under which it is handed such a thing. */
function reachesOut(root: AnyNode, handsOver: boolean): boolean {
  const [event] = Array.isArray(root['params']) ? root['params'] : []
  const ofEvent = new Set(namesIn(event))
  const own = new Set<string>()
  const changed: string[][] = []
  visit(root, (node) => {
    const { type } = node
    const declared = type === 'VariableDeclarator' ? [[node['id'], node['init']]] : []
    const parameters = type.includes('Function') ? [node['params'], node['id']].flat().map((one) => [one, one]) : []
    const caught = type === 'CatchClause' ? [[node['param'], null]] : []
    for (const [names, from] of [...declared, ...parameters, ...caught]) {
      if (![...namesIn(from), ...namesIn(names)].some((name) => outliving.has(name))) {
        for (const name of namesIn(names)) own.add(name)
      }
    }
    changed.push(...changedBy(node).map(namesIn))
  })
  return changed.some(([first, ...rest]) => {
    if (first === undefined || ofEvent.has(first)) return false
    if (handsOver && [first, ...rest].join('.') === 'context.env.push') return false
    return !own.has(first) || rest.some((name) => outliving.has(name))
  })
}

/** The expressions whose value a node changes. */
function changedBy(node: AnyNode): unknown[] {
  if (node.type === 'AssignmentExpression') return [node['left']]
  if (node.type === 'UpdateExpression') return [node['argument']]
  if (node.type === 'UnaryExpression') return node['operator'] === 'delete' ? [node['argument']] : []
  const name = node.type === 'CallExpression' ? namesIn(node['callee']).at(-1) : undefined
  if (name === undefined || !changing.has(name)) return []
  // Object.assign changes what it is given, a method what it belongs to.
  return name === 'assign' ? [[node['arguments']].flat()[0]] : [node['callee']]
}

type AnyNode = Node & Record<string, unknown>

function visit(value: unknown, look: (node: AnyNode) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, look)
  else if (isNode(value)) {
    look(value)
    for (const child of Object.values(value)) visit(child, look)
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

/** Names in an expression or a pattern, in the order of the text. */
function namesIn(value: unknown): string[] {
  const names: string[] = []
  visit(value, (node) => {
    if (node.type === 'Identifier') names.push(String(node['name']))
    if (node.type === 'Literal' && typeof node['value'] === 'string') names.push(node['value'])
  })
  return names
}
