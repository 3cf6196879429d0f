import { FlaskConical, FlaskConicalOff } from 'lucide-react'

const words = {
  passed: 'test passes',
  failed: 'test fails',
  edited: 'test has another event',
  unreadable: 'test cannot be run',
  pending: 'test is running',
}

/** That a sample is a test, and how it stands: by form and word, not by colour alone. */
export function TestMark({
  test: { status },
  hasWord = false,
}: {
  test: { status: keyof typeof words }
  hasWord?: boolean
}) {
  const tone = status === 'passed' ? 'ok' : status === 'failed' || status === 'unreadable' ? 'err' : 'quiet'
  const Icon = tone === 'err' ? FlaskConicalOff : FlaskConical
  return (
    <span className={`test-mark tone-${tone}`} title={words[status]}>
      <Icon className="icon small" aria-hidden />
      {hasWord ? words[status].replace(/^test /, '') : <span className="sr-only">{words[status]}, </span>}
    </span>
  )
}
