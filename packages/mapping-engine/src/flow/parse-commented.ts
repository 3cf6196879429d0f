import { tryJson } from '@mapping-designer/shared-types'
import { type Node, type ParseError, parse, parseTree } from 'jsonc-parser'

const options = { allowTrailingComma: true }

/**
 * The value of JSON with comments and trailing commas; `errors` gets what is wrong with the text. A key `__proto__` is a
 * member like any other, as in `JSON.parse`: jsonc-parser takes it for the prototype, so such texts are read by their tree.
 */
export function parseCommented(text: string, errors: ParseError[] = []): unknown {
  // Most texts are plain JSON, which the runtime reads many times faster.
  const plain = tryJson(text)
  if (plain !== undefined) return plain
  // The key may be written with escapes, too.
  if (!/__proto__|\\u/.test(text)) return parse(text, errors, options)
  const tree = parseTree(text, errors, options)
  return tree && nodeValue(tree)
}

function nodeValue({ type, value, children = [] }: Node): unknown {
  if (type === 'array') return children.map(nodeValue)
  if (type !== 'object') return value
  const object: Record<string, unknown> = {}
  for (const { children: [name, member] = [] } of children)
    if (name && member)
      Object.defineProperty(object, name.value, {
        value: nodeValue(member),
        configurable: true,
        enumerable: true,
        writable: true,
      })
  return object
}
