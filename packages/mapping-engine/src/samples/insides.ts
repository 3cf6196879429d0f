/** The first quotes that open a JSON text inside a shell or JavaScript string: `"{\"name\":…}"`. */
const quoted = /"([^"\\\n]*(?:\\.[^"\\\n]*)*)"|'([^'\\\n]*(?:\\.[^'\\\n]*)*)'/g

/** Texts in quotes of a line, without their escapes, that look like JSON. */
export function* quotedJson(line: string): Generator<string> {
  for (const [, double, single] of line.matchAll(quoted)) {
    const text = (double ?? single ?? '').replaceAll(/\\(["'\\/])/g, '$1')
    if (/^\s*[{[]/.test(text)) yield text
  }
}

/** A text of Markdown with all but the insides of its fences blanked out, line by line; undefined where it has none. */
export function insideFences(text: string): string | undefined {
  if (!/^\s*```/m.test(text)) return undefined
  let isInside = false
  let hasOutside = false
  const lines = text.split('\n').map((line) => {
    if (/^\s*```/.test(line)) {
      isInside = !isInside
      return ''
    }
    if (isInside) return line
    hasOutside ||= line.trim() !== ''
    return ''
  })
  return hasOutside ? lines.join('\n') : undefined
}

/** What a text without an event looks like, as a sentence without its end; undefined where that is open. */
export function kindOfText(text: string): string | undefined {
  if (/(?:^|[,;\t])"\s*[{[]\s*""/m.test(text))
    return 'this is CSV, whose JSON is no event; an event is an object with a name'
  if (/[{[]/.test(text)) return undefined
  if (/^\s*curl\s/.test(text)) return 'this command holds no JSON; give the body that it sends'
  const [first = '', second = ''] = text.split('\n').filter((line) => line.trim() !== '')
  if (/^\s*</.test(first)) return 'this looks like XML or HTML; events are JSON'
  const separator = [',', ';', '\t'].find((one) => first.includes(one))
  if (separator !== undefined && (second === '' || first.split(separator).length === second.split(separator).length))
    return 'this looks like CSV; events are JSON'
  if (/^\s*https?:\/\/\S+$/.test(first)) return 'this is an address; events are JSON'
  if (/^[\w$-]+:(?:\s|$)/.test(first)) return 'this looks like YAML; events are JSON'
  if (/^[\w%.-]+=[^&\s]*(?:&[\w%.-]+=[^&\s]*)+$/.test(first))
    return 'this looks like a form or a query; events are JSON'
  return undefined
}
