import { type Choice, valueInWords } from '@mapping-designer/mapping-engine/propose'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { isSame } from '../../document/is-same.ts'
import { type ProposalRow, type RecordParts, valueOfRow } from '../../mapping/proposal-rows.ts'
import { plural, shortValue, tokenOf } from '../../ui/format.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'

interface ProposedRowProps {
  row: ProposalRow
  choice: Choice | undefined
  /** The record with all rows; null while there is none. */
  given: RecordParts | null
  wanted: RecordParts | null
  isChosen: boolean
  onChoose: (on: boolean) => void
  onPick: (index: number) => void
}

/** One field with its source, what that gives, and the other sources below it. */
export function ProposedRow({ row, choice, given, wanted, isChosen, onChoose, onPick }: ProposedRowProps) {
  const [isOpen, setIsOpen] = useState(false)
  const { name, choices } = row
  const Icon = isOpen ? ChevronDown : ChevronRight
  return (
    <>
      <tr>
        <td>
          <input
            type="checkbox"
            aria-label={`Take ${name}`}
            checked={isChosen && choice !== undefined}
            disabled={choice === undefined}
            onChange={({ target }) => onChoose(target.checked)}
          />
        </td>
        <td>
          <code>{name}</code>
        </td>
        <td>
          {choice === undefined ? (
            <i className="faint">Choose a source after this</i>
          ) : (
            <>
              <code>{valueInWords(choice.value)}</code>
              <small className="faint">{choice.why}</small>
            </>
          )}
          {choices.length > 1 && (
            <button type="button" className="link" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
              <Icon className="icon small" aria-hidden />
              {choices.length} sources<span className="sr-only"> for {name}</span>
            </button>
          )}
        </td>
        <td>{choice && given && <Gives row={row} given={given} wanted={wanted} />}</td>
        <td>
          <Sureness of={row.isOpen ? 'not found' : (choice?.sure ?? 'not found')} />
        </td>
      </tr>
      {isOpen && (
        <tr className="detail">
          <td colSpan={5}>
            <Sources row={row} choice={choice} onPick={onPick} />
          </td>
        </tr>
      )}
    </>
  )
}

function Gives({ row, given, wanted }: { row: ProposalRow; given: RecordParts; wanted: RecordParts | null }) {
  const value = valueOfRow(row, given)
  const expected = wanted === null ? undefined : valueOfRow(row, wanted)
  const verdict = isSame(value, expected) ? 'as wanted' : 'not as wanted'
  return (
    <span className="gives">
      {value === undefined ? (
        <span className="faint">nothing</span>
      ) : (
        <code className={tokenOf(value)} title={JSON.stringify(value)}>
          {shortValue(value, 28)}
        </code>
      )}
      {expected !== undefined && (
        <span title={verdict}>
          <ToneIcon tone={verdict === 'as wanted' ? 'ok' : 'warn'} isSmall />
          <span className="sr-only">{verdict}</span>
        </span>
      )}
    </span>
  )
}

/** All sources of a field to choose from, each with how sure it is and why. */
function Sources({
  row: { name, choices },
  choice,
  onPick,
}: {
  row: ProposalRow
  choice: Choice | undefined
  onPick: (index: number) => void
}) {
  const group = useId()
  return (
    <fieldset className="sources">
      <legend>
        {plural(choices.length, 'source')} for {name}
      </legend>
      {choices.map((one, index) => {
        const { value, why, sure } = one
        return (
          <label key={JSON.stringify(value)}>
            <input type="radio" name={group} checked={one === choice} onChange={() => onPick(index)} />
            <code>{valueInWords(value)}</code>
            <Sureness of={sure} />
            <small className="faint">{why}</small>
          </label>
        )
      })}
    </fieldset>
  )
}

const levels = { certain: 4, likely: 3, doubtful: 2, 'not found': 0 }

function Sureness({ of }: { of: keyof typeof levels }) {
  return (
    <span className="sureness" data-sure={of}>
      <span className="bars" aria-hidden>
        {[1, 2, 3, 4].map((bar) => (
          <i key={bar} className={bar <= levels[of] ? 'is-on' : undefined} />
        ))}
      </span>
      {of}
    </span>
  )
}
