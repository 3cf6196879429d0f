import { hasMembers, isPlainObject } from '../path/is-plain-object.ts'

/** Stands where a part was taken out; no flow has a member of this name. */
const marker = '\u0000part'

export interface SetAside {
  /** The file with marks where parts were taken out. */
  file: unknown
  /** The part that a mark stands for. */
  partOf(value: Record<string, unknown>): unknown
}

/**
 * Takes what holds no reference out of the destinations of a flow. walkerOS' resolver tries six expressions on each text, which
 * for hundreds of fields takes longer than all else that a key needs the flow for; most of them hold none.
 */
export function setAside(file: unknown, flowName: string): SetAside {
  const parts: unknown[] = []
  const mark = (value: unknown): unknown => (hasMembers(value) ? { [marker]: parts.push(value) - 1 } : value)
  const configOf = (config: unknown) => {
    const left = withMarks(config, mark)
    return left === plain ? mark(config) : left
  }
  return {
    file: withConfigs(file, flowName, configOf),
    partOf: (value) => (Object.hasOwn(value, marker) ? parts[Number(value[marker])] : undefined),
  }
}

function withConfigs(file: unknown, flowName: string, configOf: (config: unknown) => unknown): unknown {
  const flows = isPlainObject(file) ? file['flows'] : undefined
  const flow = isPlainObject(flows) && Object.hasOwn(flows, flowName) ? flows[flowName] : undefined
  const destinations = isPlainObject(flow) ? flow['destinations'] : undefined
  if (!isPlainObject(file) || !isPlainObject(flows) || !isPlainObject(flow) || !isPlainObject(destinations)) return file
  const marked = Object.entries(destinations).map(([name, step]) => [
    name,
    isPlainObject(step) ? { ...step, config: configOf(step['config']) } : step,
  ])
  return { ...file, flows: { ...flows, [flowName]: { ...flow, destinations: Object.fromEntries(marked) } } }
}

const plain = Symbol('holds no reference')

/** What is known to hold none: an edit leaves most of a flow the same objects. */
const known = new WeakSet<object>()

/** The value with marks for the parts that hold no reference; `plain` where the whole of it holds none. */
function withMarks(value: unknown, mark: (part: unknown) => unknown): unknown {
  if (typeof value === 'string') return /\$|__/.test(value) ? value : plain
  if (!hasMembers(value) || known.has(value)) return plain
  const left = Object.entries(value).map(([key, inner]) => ({ key, inner, marked: withMarks(inner, mark) }))
  // The resolver takes this key for the prototype.
  if (left.every(({ key, marked }) => marked === plain && key !== '__proto__')) {
    known.add(value)
    return plain
  }
  const members = left.map(({ key, inner, marked }) => [key, marked === plain ? mark(inner) : marked] as const)
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members)
}
