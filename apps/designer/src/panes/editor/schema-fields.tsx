import type { JsonValue, Place } from '@mapping-designer/shared-types'
import type { JsonSchema } from '@mapping-designer/shared-types/json-schemas'
import { useId } from 'react'
import { typedList } from '../../mapping/value-parts.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { JsonInput } from './source-input.tsx'

/**
 * Inputs for some properties of a schema, each with what the schema says about it and what walkerOS takes where it is
 * not set. What the schema does not know by type is written as JSON.
 */
export function SchemaFields({
  schema,
  place,
  names,
  values,
  onChange,
}: {
  schema: JsonSchema
  /** Place of the object in the config. */
  place: Place
  names: readonly string[]
  values: Readonly<Record<string, unknown>>
  onChange: (name: string, value: JsonValue | undefined) => void
}) {
  return names.map((name) => (
    <SchemaField
      key={name}
      name={name}
      place={[...place, name]}
      schema={schema.properties?.[name] ?? {}}
      isRequired={schema.required?.includes(name) ?? false}
      value={values[name] as JsonValue | undefined}
      onChange={(value) => onChange(name, value)}
    />
  ))
}

interface FieldProps {
  name: string
  place: Place
  schema: JsonSchema
  isRequired: boolean
  value: JsonValue | undefined
  onChange: (value: JsonValue | undefined) => void
}

function SchemaField(props: FieldProps) {
  const id = useId()
  const { name, place, schema, isRequired } = props
  return (
    <>
      <label htmlFor={id} data-place={JSON.stringify(place)}>
        {inWords(name)}
      </label>
      <SchemaInput {...props} id={id} />
      <div className="resolved faint">{isRequired ? 'required' : standardOf(schema)}</div>
      <p className="doc" id={`${id}doc`}>
        {schema.description}
      </p>
    </>
  )
}

function SchemaInput({ id, name, schema, value, onChange }: FieldProps & { id: string }) {
  const choices = choicesOf(schema)
  const placeholder = schema.default === undefined ? 'not set' : `${String(schema.default)} (default)`
  const shared = { id, placeholder, 'aria-describedby': `${id}doc` }
  if (choices !== null && (value === undefined || choices.includes(value)))
    return <ChoiceInput {...shared} choices={choices} value={value} onChange={onChange} />
  if (schema.type === 'string' || schema.type === 'number')
    return <TextInput {...shared} isNumber={schema.type === 'number'} value={value} onChange={onChange} />
  if (isListOfTexts(schema) && (value === undefined || Array.isArray(value)))
    return <CommitInput {...shared} value={(value ?? []).join(', ')} onCommit={(text) => onChange(typedList(text))} />
  return (
    <JsonInput
      {...shared}
      label={`${inWords(name)} as JSON`}
      placeholder={`${placeholder}, as JSON`}
      value={value === undefined ? '' : JSON.stringify(value)}
      onCommit={onChange}
    />
  )
}

type InputProps = Pick<FieldProps, 'value' | 'onChange'> & {
  id: string
  placeholder: string
  'aria-describedby': string
}

function ChoiceInput({ choices, value, placeholder, onChange, ...shared }: InputProps & { choices: JsonValue[] }) {
  return (
    <select
      {...shared}
      className="field"
      value={value === undefined ? '' : JSON.stringify(value)}
      onChange={({ target }) => onChange(target.value === '' ? undefined : JSON.parse(target.value))}
    >
      <option value="">{placeholder}</option>
      {choices.map((choice) => (
        <option key={String(choice)} value={JSON.stringify(choice)}>
          {String(choice)}
        </option>
      ))}
    </select>
  )
}

function TextInput({ isNumber, value, onChange, ...shared }: InputProps & { isNumber: boolean }) {
  // A reference such as $env.TIMEOUT stays a text.
  const read = (text: string) => (isNumber && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text)
  return (
    <CommitInput
      {...shared}
      isLive
      value={value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)}
      isValid={(text) => !isNumber || text === '' || text.startsWith('$') || Number.isFinite(Number(text))}
      onCommit={(text) => onChange(text === '' ? undefined : read(text))}
    />
  )
}

function choicesOf({ enum: names, anyOf, type }: JsonSchema): JsonValue[] | null {
  if (type === 'boolean') return [true, false]
  if (names !== undefined) return names
  if (anyOf?.every((one) => one.const !== undefined)) return anyOf.map((one) => one.const as JsonValue)
  return null
}

function isListOfTexts({ type, items }: JsonSchema): boolean {
  return type === 'array' && !Array.isArray(items) && items?.type === 'string'
}

function standardOf({ default: standard }: JsonSchema): string {
  return standard === undefined ? '' : `default ${String(standard)}`
}

const known: Record<string, string> = { ssl: 'SSL', sasl: 'SASL', clientId: 'Client id' }

/** `connectionTimeout` as "Connection timeout". */
function inWords(name: string): string {
  const words = name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
  return known[name] ?? words.charAt(0).toUpperCase() + words.slice(1)
}
