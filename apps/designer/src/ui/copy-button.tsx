import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'

/** Copies a text and says for a moment whether the browser allowed it. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [result, setResult] = useState<'Copied' | 'Not allowed' | null>(null)
  useEffect(() => {
    if (result === null) return
    const timer = setTimeout(() => setResult(null), 1_200)
    return () => clearTimeout(timer)
  }, [result])
  const Icon = result === 'Copied' ? Check : Copy
  return (
    <button
      type="button"
      className="btn small"
      onClick={() =>
        navigator.clipboard.writeText(text).then(
          () => setResult('Copied'),
          () => setResult('Not allowed'),
        )
      }
    >
      <Icon className="icon small" aria-hidden />
      <span aria-live="polite">{result ?? label}</span>
    </button>
  )
}
