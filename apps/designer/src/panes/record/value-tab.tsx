import { useMemo, useState } from 'react'
import { CopyButton } from '../../ui/copy-button.tsx'
import { JsonView } from '../../ui/json-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'

type Format = 'pretty' | 'raw'

const shownLimit = 200_000

/** The value, pretty or raw. Raw is what is sent, and what is copied. */
export function ValueTab({ value }: { value: string }) {
  const [format, setFormat] = useState<Format>('pretty')
  const [isWhole, setIsWhole] = useState(false)
  const text = useMemo(() => (format === 'raw' ? value : JSON.stringify(JSON.parse(value), null, 2)), [format, value])
  const isCut = !isWhole && text.length > shownLimit
  return (
    <>
      <div className="toolbar">
        <Segmented
          label="Value format"
          value={format}
          onChange={setFormat}
          options={[
            { value: 'pretty', label: 'Pretty' },
            { value: 'raw', label: 'Raw' },
          ]}
        />
        <span className="faint truncate">Raw is what is sent</span>
        <span className="push" />
        <CopyButton text={value} label="Copy value" />
      </div>
      <div className="scroll">
        <JsonView text={isCut ? text.slice(0, shownLimit) : text} label="Value" />
        {isCut && (
          <button type="button" className="btn small" onClick={() => setIsWhole(true)}>
            Show all {text.length.toLocaleString('en-US')} characters
          </button>
        )}
      </div>
    </>
  )
}
