import { type JsonValue, jsonOrText, tryJson } from '@mapping-designer/shared-types'
import { PathInput } from '../../designer/path-input.tsx'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { type MappingField, pathForRow } from '../../mapping/mapping-fields.ts'
import { codePrefix } from '../../mapping/value-parts.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { CodeField } from './code-field.tsx'

/** The input for what a mapping value is taken from. */
export function SourceInput({ field, isLarge = false }: { field: MappingField; isLarge?: boolean }) {
  const edit = useFlowEdit()
  const { name, place, parts, input, base } = field
  const label = isLarge ? `Details: source of ${name}` : `Source of ${name}`
  const at = [...place, ...parts.sourcePlace]
  const set = (value: JsonValue | undefined) =>
    edit([{ place: at, value }], `change source of ${name}`, `source ${JSON.stringify(at)}`)
  switch (parts.kind) {
    case 'path':
    case 'loop':
      return (
        <PathInput
          label={label}
          isSmall={!isLarge}
          value={parts.source}
          placeholder={parts.kind === 'loop' ? 'nested' : 'Choose a source'}
          root={input}
          toPath={(path) => pathForRow(path, base)}
          onChange={set}
        />
      )
    case 'function':
      return (
        <CodeField
          label={label}
          isLarge={isLarge}
          use="value"
          value={parts.source}
          onChange={(code) => set(`${codePrefix}${code ?? ''}`)}
        />
      )
    case 'static':
      return (
        <CommitInput
          isLive
          className={`field mono${isLarge ? '' : ' small'}`}
          aria-label={label}
          value={parts.source}
          onCommit={(text) => set(jsonOrText(text))}
        />
      )
    case 'json':
      return <JsonInput label={label} value={parts.source} onCommit={set} />
    case 'fallback':
    case 'map':
    case 'set':
      return <span className="faint">{parts.source}</span>
  }
}

/** What no form knows, as JSON; what is no JSON is not taken. */
export function JsonInput({
  label,
  value,
  onCommit,
  ...rest
}: {
  label: string
  value: string
  /** Told undefined where the input was emptied. */
  onCommit: (value: JsonValue | undefined) => void
  id?: string
  placeholder?: string
  'aria-describedby'?: string
}) {
  return (
    <CommitInput
      {...rest}
      className="field mono"
      aria-label={label}
      value={value}
      isValid={(text) => text.trim() === '' || tryJson(text) !== undefined}
      onCommit={(text) => onCommit(tryJson(text))}
    />
  )
}
