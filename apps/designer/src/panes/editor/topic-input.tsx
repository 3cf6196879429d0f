import { useBridge } from '../../designer/designer-context.tsx'
import { plural } from '../../ui/format.ts'
import { SuggestInput } from '../../ui/suggest-input.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'

/** A topic name with those of the cluster as suggestions; says while one types whether the cluster has it. */
export function TopicInput({
  value,
  placeholder = '',
  onChange,
}: {
  value: string
  placeholder?: string
  onChange: (topic: string) => void
}) {
  const topics = useBridge((state) => state.topics)
  const profile = useBridge((state) => state.profile)
  const meant = value === '' ? placeholder : value
  const found = topics?.find(({ name }) => name === meant)
  const suggest = () =>
    (topics ?? [])
      .filter(({ name }) => name !== value && name.toLowerCase().includes(value.toLowerCase()))
      .slice(0, 50)
      .map(({ name, partitions }) => ({ value: name, hint: plural(partitions, 'partition') }))
  return (
    <div className="topic-input">
      <SuggestInput
        label="Topic"
        className="field mono"
        value={value}
        placeholder={placeholder}
        suggest={suggest}
        onChange={onChange}
      />
      {topics !== null && meant !== '' && found === undefined && (
        <span role="status" title={`${meant} does not exist on ${profile}`}>
          <ToneIcon tone="warn" isSmall />
          <span className="sr-only">not on {profile}</span>
        </span>
      )}
    </div>
  )
}
