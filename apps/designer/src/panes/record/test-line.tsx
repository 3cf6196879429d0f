import { FlaskConical, PencilLine, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { useDestination, usePreview, useRules } from '../../designer/use-preview.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { renamedTest, type TestState, testOf } from '../../preview/tests.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { Differences } from './differences.tsx'
import { canSaveTest, deleteTest, renameTest, saveTest } from './save-test.ts'

/** Saves the preview as a test of the flow, while it is none. */
export function SaveTestButton() {
  const parts = useDesigner()
  const preview = usePreview()
  const destination = useDestination()
  if (preview === undefined || testOf(preview, destination) !== undefined) return null
  const canSave = canSaveTest(preview, destination)
  return (
    <button
      type="button"
      className="btn small save-test"
      disabled={!canSave}
      title={
        canSave
          ? 'Keep this record as a step example of the flow (Ctrl+Shift+S)'
          : 'A test expects a known outcome of an event that enters at the collector.'
      }
      onClick={() => saveTest(parts, preview)}
    >
      <FlaskConical className="icon small" aria-hidden />
      Save as test
    </button>
  )
}

/** How the step example of this sample stands, and what to do about it. */
export function TestLine() {
  const preview = usePreview()
  const destination = useDestination()
  const test = preview && testOf(preview, destination)
  if (preview === undefined || test === undefined || test.status === 'pending') return null
  if (test.status === 'passed') {
    return (
      <p className="test-line tone-ok" data-testid="test">
        <ToneIcon tone="ok" isSmall />
        <span>
          Test passes: the record is what <code>{test.example.name}</code> expects.
        </span>
        <TestButtons key={test.example.name} test={test} />
      </p>
    )
  }
  const tone = test.status === 'edited' ? 'warn' : 'err'
  return (
    <div className={`notice tone-${tone}`} data-testid="test">
      <ToneIcon tone={tone} />
      <div className="test-body">
        <Verdict test={test} />
        {test.differences.length > 0 && <Differences differences={test.differences} />}
        <TestActions preview={preview} test={test} />
      </div>
      <TestButtons key={test.example.name} test={test} />
    </div>
  )
}

/** Renames the test, in an input that opens in their place, or deletes it. */
function TestButtons({ test }: { test: TestState }) {
  const parts = useDesigner()
  const destination = useDestination()
  const [isRenaming, setRenaming] = useState(false)
  const { name } = test.example
  const isFree = (typed: string) =>
    typed === name || (destination !== undefined && renamedTest(test.example, destination, typed) !== null)
  return (
    <span className="test-buttons">
      {isRenaming && (
        <CommitInput
          className="field mono small"
          aria-label={`Name of the test ${name}`}
          autoFocus
          value={name}
          isValid={isFree}
          onCommit={(typed) => renameTest(parts, test, typed)}
        />
      )}
      <IconButton
        Icon={PencilLine}
        label={`Rename the test ${name}`}
        isSmall
        aria-expanded={isRenaming}
        onClick={() => setRenaming(!isRenaming)}
      />
      <IconButton Icon={Trash2} label={`Delete the test ${name}`} isSmall onClick={() => deleteTest(parts, test)} />
    </span>
  )
}

function Verdict({ test: { status, example, differences, reason } }: { test: TestState }) {
  if (status === 'edited') {
    return (
      <p>
        The event is no longer the one of the test <code>{example.name}</code>.
      </p>
    )
  }
  const are = differences.length === 1 ? 'is' : 'are'
  return (
    <p>
      <b>Test fails:</b>{' '}
      {reason === undefined ? (
        `${plural(differences.length, 'field')} of the record ${are} not as expected.`
      ) : (
        <Sentence text={reason} />
      )}
    </p>
  )
}

function TestActions({ preview, test: { status, example } }: { preview: SamplePreview; test: TestState }) {
  const parts = useDesigner()
  const { document, view } = parts
  const destination = useDestination()
  const rules = useRules()
  const goToRule = () => {
    const rule = preview.explanation?.outcome.rule
    document.getState().actions.selectRule(rules.find(({ name }) => name === rule)?.place ?? null)
    view.getState().actions.show('rules')
  }
  const restore = () => {
    if (!example.isReadable) return
    const text = JSON.stringify(example.event, null, 2)
    document.getState().actions.changeSample(preview.sample.id, { text }, 'restore the event of the test')
  }
  return (
    <div className="actions">
      {status !== 'unreadable' && (
        <button
          type="button"
          className="btn small"
          disabled={!canSaveTest(preview, destination)}
          onClick={() => saveTest(parts, preview)}
        >
          {status === 'edited' ? 'Use this event in the test' : 'Accept new output'}
        </button>
      )}
      <button type="button" className="btn small" onClick={status === 'edited' ? restore : goToRule}>
        {status === 'edited' ? 'Restore the event' : 'Go to the rule'}
      </button>
    </div>
  )
}
