/** A sentence in which what stands between backticks is code. */
export function Sentence({ text }: { text: string }) {
  return (
    <span>
      {text.split('`').map((part, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence have no other name
        index % 2 === 1 ? <code key={index}>{part}</code> : part,
      )}
    </span>
  )
}
