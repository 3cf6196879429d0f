import { ArrowDown, ArrowUp, Copy, ShieldCheck, SquareFunction, Trash2, X } from 'lucide-react'
import { useId, useState } from 'react'
import type { Command } from '../../designer/command.ts'
import { CommandMenu } from '../../designer/command-menu.tsx'
import { useDesigner, useView } from '../../designer/designer-context.tsx'
import { renamingInAllRules, rowCommands, selectedRows, setSharedGuard } from '../../designer/row-commands.ts'
import type { RowQuestion } from '../../designer/view-state.ts'
import { codePrefix, typedConsent } from '../../mapping/value-parts.ts'
import { plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { consentNames } from './consent-names.tsx'

const icons = { consent: ShieldCheck, condition: SquareFunction, up: ArrowUp, down: ArrowDown, delete: Trash2 }

/** What can be done with all selected rows of the table together. */
export function SelectionBar({ count }: { count: number }) {
  const parts = useDesigner()
  const question = useView((state) => state.rowQuestion)
  const commands = rowCommands(parts)
  const copies = commands.filter(({ id }) => id.startsWith('row copy '))
  return (
    <div className="selection-bar">
      <span role="status">{plural(count, 'row')} selected</span>
      <span className="grow" />
      {Object.entries(icons).map(([id, Icon]) => {
        const command = commands.find((one) => one.id === `row ${id}`)
        return command && <BarButton key={id} command={command} Icon={Icon} />
      })}
      {copies.length > 0 && (
        <MenuButton
          className="btn icon-only small"
          aria-label="Copy to another rule"
          menu={<CommandMenu label="Copy to" commands={() => copies} />}
        >
          <Copy className="icon small" aria-hidden />
        </MenuButton>
      )}
      <IconButton
        Icon={X}
        label="End the selection"
        isSmall
        onClick={() => parts.view.getState().actions.setSelecting(null)}
      />
      {question !== null && <RowsInput key={question} question={question} />}
    </div>
  )
}

function BarButton({ command, Icon }: { command: Command; Icon: (typeof icons)['up'] }) {
  return (
    <IconButton
      Icon={Icon}
      label={command.title}
      title={command.title}
      isSmall
      disabled={command.isOff}
      onClick={command.run}
    />
  )
}

const asked: Record<RowQuestion, { label: string; placeholder: string }> = {
  consent: { label: 'Consent of the selected rows', placeholder: 'marketing, analytics; empty takes it away' },
  condition: {
    label: 'Condition of the selected rows',
    placeholder: '(value) => value.total > 0; empty takes it away',
  },
  name: { label: 'New name in all rules', placeholder: 'The name in all rules' },
}

/** One line for all of them: Enter sets it, Escape leaves. */
function RowsInput({ question }: { question: RowQuestion }) {
  const parts = useDesigner()
  const { askRows } = parts.view.getState().actions
  const [text, setText] = useState(() => (question === 'name' ? (selectedRows(parts).rows[0]?.name ?? '') : ''))
  const hint = useId()
  const renaming = question === 'name' ? renamingInAllRules(parts, text.trim()) : null
  const set = () => {
    if (renaming !== null) return renaming.isOff ? undefined : renaming.run()
    if (question === 'name') return askRows(null)
    const code = text.trim() === '' ? undefined : codePrefix + text.trim()
    setSharedGuard(parts, question, question === 'consent' ? typedConsent(text) : code)
  }
  const { label, placeholder } = asked[question]
  return (
    <form
      className="rows-input"
      onSubmit={(event) => {
        event.preventDefault()
        set()
      }}
    >
      <input
        className="field mono grow"
        aria-label={label}
        aria-describedby={renaming === null ? undefined : hint}
        placeholder={placeholder}
        list={question === 'consent' ? consentNames : undefined}
        autoFocus
        autoComplete="off"
        spellCheck={false}
        value={text}
        onFocus={({ target }) => target.select()}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') askRows(null)
        }}
      />
      <button type="submit" className="btn small" disabled={renaming?.isOff}>
        {renaming === null ? 'Set' : 'Rename'}
      </button>
      {renaming !== null && (
        <p id={hint} className="faint">
          {renaming.hint}
        </p>
      )}
    </form>
  )
}
