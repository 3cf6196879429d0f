import { type Document, isAlias, LineCounter, parseDocument, visit } from 'yaml'

/** What a text of YAML holds, or what is wrong with it: its place and the cause, and nothing of the text, which may be a secret. */
export function readSecretYaml(text: string): { value: unknown } | { fault: string } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const at = (offset: number, cause: string) => {
    const { line, col } = lines.linePos(offset)
    return { fault: `Line ${line}, column ${col}: ${cause}.` }
  }
  const [problem] = [...document.errors, ...document.warnings]
  if (problem !== undefined) return at(problem.pos[0], causes[problem.code] ?? 'this is not YAML')
  const alias = unknownAlias(document)
  if (alias !== undefined) return at(alias, needsQuotes)
  try {
    return { value: document.toJS() }
  } catch {
    return { fault: 'Its aliases refer to aliases, more often than a config file can need.' }
  }
}

const needsQuotes = 'a value that begins with this character needs quotes'

const causes: Readonly<Record<string, string>> = {
  BAD_ALIAS: needsQuotes,
  BAD_SCALAR_START: needsQuotes,
  TAG_RESOLVE_FAILED: needsQuotes,
  UNEXPECTED_TOKEN: 'a value with this character needs quotes',
  MISSING_CHAR: 'a quote or a bracket is not closed',
  BAD_INDENT: 'the indentation fits no line before it, or a bracket is not closed',
  BLOCK_AS_IMPLICIT_KEY: 'a value with a colon in it needs quotes, or the line is indented too far',
  DUPLICATE_KEY: 'this setting stands here twice',
  MULTILINE_IMPLICIT_KEY: 'a colon is missing',
  TAB_AS_INDENT: 'tabs cannot indent',
}

function unknownAlias(document: Document): number | undefined {
  let found: number | undefined
  visit(document, (_key, node) => {
    if (found === undefined && isAlias(node) && node.resolve(document) === undefined) found = node.range?.[0]
  })
  return found
}
