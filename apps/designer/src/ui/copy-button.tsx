import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'

/** Copies a text and says so for a moment. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [hasCopied, setHasCopied] = useState(false)
  useEffect(() => {
    if (!hasCopied) return
    const timer = setTimeout(() => setHasCopied(false), 1_200)
    return () => clearTimeout(timer)
  }, [hasCopied])
  const Icon = hasCopied ? Check : Copy
  return (
    <button
      type="button"
      className="btn small"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setHasCopied(true))}
    >
      <Icon className="icon small" aria-hidden />
      <span aria-live="polite">{hasCopied ? 'Copied' : label}</span>
    </button>
  )
}
