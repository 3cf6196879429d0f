import type { MappingField } from './mapping-fields.ts'

type Filtered = Pick<MappingField, 'name' | 'config' | 'isNew'>

/** The rows with all words in their name or in what they are made from, which for rows with others inside are those as well. A new row stays in view. */
export function filterFields<Field extends Filtered>(fields: readonly Field[], search: string): readonly Field[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return fields
  const isFound = ({ name, config, isNew }: Field) => {
    const text = `${name} ${JSON.stringify(config) ?? ''}`.toLowerCase()
    return isNew === true || words.every((word) => text.includes(word))
  }
  return fields.filter(isFound)
}
