import { type RefObject, useEffect } from 'react'

/** Marks a text, in capitals or not, wherever it stands in what `parts` selects inside the root; as CSS knows it: `found`. */
export function useMarked(root: RefObject<HTMLElement | null>, text: string, parts: string): void {
  // Whatever was rendered may hold the text.
  useEffect(() => {
    if (root.current === null || text === '' || CSS.highlights === undefined) return
    const ranges = [...root.current.querySelectorAll(parts)].flatMap((part) => rangesOf(part, text.toLowerCase()))
    CSS.highlights.set('found', new Highlight(...ranges))
    return () => void CSS.highlights.delete('found')
  })
}

/** A text may begin in one element and end in another, as in coloured JSON. */
function rangesOf(part: Element, lower: string): Range[] {
  const nodes = textNodesOf(part)
  const whole = nodes.map(({ data }) => data).join('')
  const placeOf = (offset: number): [Text, number] | undefined => {
    let start = 0
    for (const node of nodes) {
      if (offset <= start + node.length) return [node, offset - start]
      start += node.length
    }
    return undefined
  }
  const ranges: Range[] = []
  for (let at = whole.toLowerCase().indexOf(lower); at >= 0; ) {
    const [from, to] = [placeOf(at), placeOf(at + lower.length)]
    if (from === undefined || to === undefined) break
    const range = new Range()
    range.setStart(...from)
    range.setEnd(...to)
    ranges.push(range)
    at = whole.toLowerCase().indexOf(lower, at + lower.length)
  }
  return ranges
}

function textNodesOf(part: Element): Text[] {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT)
  const nodes: Text[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) nodes.push(node as Text)
  return nodes
}
