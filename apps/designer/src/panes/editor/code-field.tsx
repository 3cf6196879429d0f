import { Maximize2, Minimize2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { wrapExpression } from '../../mapping/wrap-expression.ts'
import type { FunctionUse } from '../../monaco/function-types.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { IconButton } from '../../ui/icon-button.tsx'

const FunctionEditor = lazy(() => import('../../monaco/function-editor.tsx'))

/** What a code editor starts with: something that changes nothing yet. */
const templates: Record<FunctionUse, string> = {
  value: '(value, context) => undefined',
  condition: '(value, context) => true',
  validate: '(value, context) => true',
  'rule-condition': '(event, context) => true',
  transformer: '(event, context) => ({ event })',
  source: '(event) => context.env.push(event)',
}

/** Functions that are often wanted, of what the code reads already. */
const snippets: Record<string, (read: string) => string> = {
  Cents: (read) => `(value) => Math.round(${read} * 100)`,
  'ISO date': (read) => `(value) => new Date(${read}).toISOString()`,
  'Lower case': (read) => `(value) => String(${read}).toLowerCase()`,
  'Joined with commas': (read) => `(value) => ${read}.join(', ')`,
}

function SnippetSelect({ label, code, onChange }: { label: string; code: string; onChange: (code: string) => void }) {
  const read = /\bvalue(?:\.\w+|\[\d+\])*/.exec(code.replace(/^.*?=>/s, ''))?.[0] ?? 'value'
  return (
    <select
      className="field small snippet"
      aria-label={`${label}: snippet`}
      value=""
      onChange={({ target }) => onChange(snippets[target.value]?.(read) ?? code)}
    >
      <option value="">Snippet…</option>
      {Object.keys(snippets).map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  )
}

/**
 * A function of the flow as code, without its `$code:` prefix: on one line, or in a code editor that knows the types
 * of what it is called with. Empty means that there is none, where that is possible.
 */
export function CodeField({
  label,
  value,
  use,
  onChange,
  placeholder,
  isLarge = true,
}: {
  label: string
  value: string | null
  use: FunctionUse
  onChange: (code: string | null) => void
  placeholder?: string
  isLarge?: boolean
}) {
  const [isOpen, setIsOpen] = useState(false)
  const [wasClosed, setWasClosed] = useState(false)
  const code = value ?? ''
  const hasLines = code.includes('\n')
  const set = (text: string) => onChange(text.trim() === '' ? null : text)
  // An input of one line would join the lines.
  if (hasLines && !isLarge) return <code className="truncate">{code}</code>
  if (isOpen || hasLines) {
    return (
      <div className="code-field open">
        <Suspense fallback={<p className="empty-note">Loading the code editor…</p>}>
          <FunctionEditor
            label={label}
            code={code}
            use={use}
            onChange={(text) => {
              // It stays during typing, also with one line or none left.
              setIsOpen(true)
              set(text)
            }}
          />
        </Suspense>
        {!hasLines && (
          <IconButton
            Icon={Minimize2}
            label={`${label}: one line`}
            isSmall
            onClick={() => {
              setIsOpen(false)
              setWasClosed(true)
            }}
          />
        )}
      </div>
    )
  }
  return (
    <div className="code-field">
      <CommitInput
        isLive
        autoFocus={wasClosed}
        className={`field mono${isLarge ? '' : ' small'}`}
        aria-label={label}
        placeholder={placeholder ?? ''}
        value={code}
        onCommit={set}
      />
      {isLarge && (
        <IconButton
          Icon={Maximize2}
          label={`${label}: code editor`}
          isSmall
          onClick={() => {
            if (value === null) onChange(templates[use])
            setIsOpen(true)
          }}
        />
      )}
      {isLarge && use === 'value' && <SnippetSelect label={label} code={code} onChange={set} />}
      {use === 'rule-condition' && <WrapOffer code={code} onWrap={onChange} />}
    </div>
  )
}

/** Conditions are often typed as expressions; walkerOS wants a function. */
function WrapOffer({ code, onWrap }: { code: string; onWrap: (code: string) => void }) {
  const wrapped = wrapExpression(code)
  if (wrapped === null) return null
  return (
    <button type="button" className="btn small wrap-offer" onClick={() => onWrap(wrapped)}>
      Write it as a function: <code className="truncate">{wrapped}</code>
    </button>
  )
}
