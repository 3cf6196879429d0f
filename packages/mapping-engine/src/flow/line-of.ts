import type { Place } from '@mapping-designer/shared-types'
import { findNodeAtLocation, parseTree } from 'jsonc-parser'
import { positionAt } from '../samples/text-position.ts'

/** The line of the text of a flow file on which a place begins, counted from 1; undefined for a place that is not there. */
export function lineOf(text: string, place: Place): number | undefined {
  const root = parseTree(text.replace(/^\uFEFF/, ' '), [], { allowTrailingComma: true })
  const node = root && findNodeAtLocation(root, [...place])
  return node && positionAt(text, node.offset).line
}
