import {
  describeMissing,
  explainValue,
  type FlowDestination,
  placeInFlow,
  valueAt,
} from '@mapping-designer/mapping-engine'
import type { Place } from '@mapping-designer/shared-types'
import { flowJsonSchema } from '@mapping-designer/shared-types/json-schemas'
import { findNodeAtLocation, getLocation, type Node, parseTree } from 'jsonc-parser'
import type { languages, editor as MonacoEditor } from 'monaco-editor/editor'
import { jsonDefaults } from 'monaco-editor/languages/features/json/register'
import { applyFlowEdits, fixEdits, fromRoot } from '../document/flow-edit.ts'
import { pathsOf } from '../mapping/field-tree.ts'
import { listFields } from '../mapping/mapping-fields.ts'
import type { SamplePreview } from '../preview/derive.ts'
import type { FoundProblem } from '../preview/problems.ts'
import { shortValue } from '../ui/format.ts'
import { minimalEdit } from './minimal-edit.ts'
import { monaco } from './monaco.ts'

/** What the code editor knows of the flow beside its text; read each time. */
export interface EditorContext {
  destination: FlowDestination | undefined
  preview: SamplePreview | undefined
  problems: readonly FoundProblem[]
}

jsonDefaults.setDiagnosticsOptions({
  validate: true,
  allowComments: true,
  trailingCommas: 'ignore',
  comments: 'ignore',
  schemaValidation: 'error',
  schemas: [{ uri: 'flow://walkeros/v4.json', fileMatch: ['*'], schema: flowJsonSchema() }],
})

const owner = 'problems'

/** Adds what JSON alone does not know: paths of the sample, live values, problems and their fixes. */
export function addFlowLanguage(context: () => EditorContext): () => void {
  const parts = [
    monaco.languages.registerCompletionItemProvider('json', {
      triggerCharacters: ['"', '.', '$'],
      provideCompletionItems: (model, position) => ({ suggestions: completions(model, position, context()) }),
    }),
    monaco.languages.registerHoverProvider('json', {
      provideHover: (model, position) => hover(model, position, context()),
    }),
    monaco.languages.registerCodeActionProvider('json', {
      provideCodeActions: (model, _range, { markers }) => ({
        actions: quickFixes(model, markers, context()),
        dispose: () => {},
      }),
    }),
  ]
  return () => {
    for (const part of parts) part.dispose()
  }
}

type Position = Parameters<languages.CompletionItemProvider['provideCompletionItems']>[1]

/** Where the cursor is below the config of the destination; null outside of it. */
function placeInConfig(place: Place, { destination }: EditorContext): Place | null {
  const root = destination?.place
  if (root === undefined || !root.every((step, index) => step === place[index])) return null
  return place.slice(root.length)
}

function completions(
  model: MonacoEditor.ITextModel,
  position: Position,
  context: EditorContext,
): languages.CompletionItem[] {
  const text = model.getValue()
  const offset = model.getOffsetAt(position)
  const { path, previousNode, isAtPropertyKey } = getLocation(text, offset)
  if (isAtPropertyKey || previousNode?.type !== 'string') return []
  const inside = placeInConfig(path, context)
  const range = monaco.Range.fromPositions(
    model.getPositionAt(previousNode.offset + 1),
    model.getPositionAt(Math.max(previousNode.offset + 1, previousNode.offset + previousNode.length - 1)),
  )
  const paths = inside === null ? [] : pathsAt(inside, context)
  return [
    ...paths.map(({ path: value, summary }) => ({
      label: { label: value, description: summary },
      kind: monaco.languages.CompletionItemKind.Field,
      insertText: value,
      filterText: value,
      range,
    })),
    ...referencesOf(text).map((reference) => ({
      label: reference,
      kind: monaco.languages.CompletionItemKind.Variable,
      insertText: reference,
      filterText: reference,
      sortText: `z${reference}`,
      range,
    })),
  ]
}

/** The paths that a text at a place can be: those of the event, or of the item inside a loop. */
function pathsAt(place: Place, context: EditorContext): { path: string; summary: string }[] {
  const { preview } = context
  const isKey = place.at(-1) === 'key'
  const isValue = place.includes('data') || place.includes('policy')
  if (!preview?.event || (!isKey && !isValue)) return []
  const isOperator = ['condition', 'fn', 'validate', 'value', 'consent'].includes(String(place.at(-1)))
  if (isOperator && place.at(-2) !== 'map') return []
  const row = rowAt(place, context)
  const input = row?.input ?? preview.event
  return typeof input === 'object' && input !== null ? pathsOf(input as Record<string, unknown>) : []
}

/** The mapping value that a place is in, with what it reads and what it gives. */
function rowAt(place: Place, { destination, preview }: EditorContext) {
  const at = place.findIndex(
    (step, index) => step === 'data' && (index === 0 || place[0] === 'mapping') && index !== 1 && index !== 2,
  )
  if (at === -1 || destination === undefined || !preview?.event) return undefined
  const data = place.slice(0, at + 1)
  const step = preview.explanation?.steps.find((one) => one.kind === 'data')
  const isSameRule = step?.place?.length === data.length && step.place.every((one, index) => one === data[index])
  const rows = listFields(valueAt(destination.config, data) as never, data, {
    event: step?.event ?? preview.event,
    collector: destination.collector,
    notes: isSameRule ? (step?.fields ?? null) : null,
  })
  return rows.findLast(({ place: own }) => own.every((one, index) => one === place[index]))
}

function referencesOf(text: string): string[] {
  const names = [...text.matchAll(/"(?:variables|vars)"\s*:\s*\{([^}]*)\}/g)].flatMap(([, body]) =>
    [...(body ?? '').matchAll(/"(\w+)"\s*:/g)].map(([, name]) => `$var.${name}`),
  )
  const used = [...text.matchAll(/\$(?:env|secret|flow|contract)\.[\w.]+/g)].map(([whole]) => whole)
  return [...new Set([...names, ...used, '$env.NAME', '$secret.NAME'])]
}

function hover(model: MonacoEditor.ITextModel, position: Position, context: EditorContext): languages.Hover | null {
  const { path, previousNode } = getLocation(model.getValue(), model.getOffsetAt(position))
  const place = placeInConfig(path, context)
  if (place === null) return null
  const value = valueInWords(place, context)
  if (value === null) return null
  const range =
    previousNode === undefined
      ? undefined
      : monaco.Range.fromPositions(
          model.getPositionAt(previousNode.offset),
          model.getPositionAt(previousNode.offset + previousNode.length),
        )
  return { contents: [{ value: asMarkdown(value) }], ...(range && { range }) }
}

/** Text from samples, in the Markdown that Monaco takes: every mark in it stands for itself. */
export function asMarkdown(text: string): string {
  return text.replaceAll(/[!-/:-@[-`{-~]/g, '\\$&').replaceAll(/\s+/g, ' ')
}

function valueInWords(place: Place, context: EditorContext): string | null {
  const { preview, destination } = context
  const title = preview?.sample.title ?? ''
  const last = place.at(-1)
  const row = rowAt(place, context)
  if (row !== undefined) {
    const now = row.now.isSet
      ? shortValue(row.now.value, 200)
      : `not set: ${row.note?.missing ? describeMissing(row.note.missing) : row.now.reason}`
    return `${row.name} for the sample ${title}: ${now}`
  }
  if (last !== 'key' && last !== 'topic') return null
  const config = valueAt(destination?.config, place)
  if (last === 'key' && typeof config === 'string' && preview?.event) {
    const found = explainValue(config, preview.event, preview.event)
    return `Key for the sample ${title}: ${found.isSet ? shortValue(found.value) : `not set: ${found.reason}`}`
  }
  return null
}

/** Problems as markers at the exact place of the text; what the schema tells itself is left to it. */
export function markProblems(model: MonacoEditor.ITextModel, { problems, destination }: EditorContext): void {
  const root = parseTree(model.getValue())
  const markers =
    root === undefined || destination === undefined
      ? []
      : problems
          .filter(({ code }) => code !== 'invalid-config')
          .flatMap((problem): MonacoEditor.IMarkerData[] => {
            const node = nearestNode(
              root,
              placeInFlow(problem, destination),
              problem.of === 'flow' ? 2 : destination.place.length,
            )
            if (node === undefined) return []
            const start = model.getPositionAt(node.offset)
            const end = model.getPositionAt(node.offset + node.length)
            // A whole rule that is underlined would hide what stands in it.
            const isLong = end.lineNumber > start.lineNumber
            return [
              {
                severity: severities[problem.severity],
                message: problem.cause.replaceAll('`', '"'),
                code: problem.code,
                source: 'designer',
                startLineNumber: start.lineNumber,
                startColumn: start.column,
                endLineNumber: start.lineNumber,
                endColumn: isLong ? model.getLineMaxColumn(start.lineNumber) : end.column,
              },
            ]
          })
  monaco.editor.setModelMarkers(model, owner, markers)
}

const severities = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  hint: monaco.MarkerSeverity.Info,
}

function nearestNode(root: Node, place: Place, shortest: number): Node | undefined {
  for (let length = place.length; length >= shortest; length--) {
    const node = findNodeAtLocation(root, [...place.slice(0, length)])
    if (node !== undefined) return node
  }
  return undefined
}

function quickFixes(
  model: MonacoEditor.ITextModel,
  markers: readonly MonacoEditor.IMarkerData[],
  { problems, destination }: EditorContext,
): languages.CodeAction[] {
  const root = destination?.place
  if (root === undefined) return []
  return markers.flatMap((marker) => {
    const problem = problems.find(
      ({ code, cause }) => code === marker.code && cause.replaceAll('`', '"') === marker.message,
    )
    if (problem?.fix === undefined) return []
    const text = model.getValue()
    const edit = minimalEdit(text, applyFlowEdits(text, fromRoot(root, fixEdits(problem.fix))))
    if (edit === null) return []
    const range = monaco.Range.fromPositions(model.getPositionAt(edit.from), model.getPositionAt(edit.to))
    return [
      {
        title: problem.fix.label,
        kind: 'quickfix',
        diagnostics: [marker],
        isPreferred: true,
        edit: { edits: [{ resource: model.uri, versionId: undefined, textEdit: { range, text: edit.text } }] },
      },
    ]
  })
}
