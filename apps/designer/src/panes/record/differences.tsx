import type { ExampleDifference } from '@mapping-designer/mapping-engine/examples'
import type { JsonValue } from '@mapping-designer/shared-types'
import { TableHead } from '../../ui/table-head.tsx'

const maxShown = 12

/** Field by field what was and what is: taken away with a minus, new with a plus. */
export function Differences({
  differences,
  before = 'Expected',
}: {
  differences: readonly ExampleDifference[]
  before?: string
}) {
  return (
    <table className="differences" aria-label="Differences">
      <TableHead titles={['Field', before, 'Now']} />
      <tbody>
        {differences.slice(0, maxShown).map(({ path, expected, actual, note }) => (
          <tr key={path}>
            <td>
              <code>{path}</code>
              {note && <small>{note}</small>}
            </td>
            <td>
              <del>{shown(expected)}</del>
            </td>
            <td>
              <ins>{shown(actual)}</ins>
            </td>
          </tr>
        ))}
        {differences.length > maxShown && (
          <tr>
            <td colSpan={3}>{differences.length - maxShown} more</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing'
  return typeof value === 'string' ? value || '""' : JSON.stringify(value)
}
