import {
  chooseDestination,
  collectorOf,
  effectiveConfig,
  type FlowDestination,
  readFlow,
} from '@mapping-designer/mapping-engine'
import { Copy } from 'lucide-react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useDesigner } from '../../app/designer-context.tsx'
import type { SamplePreview } from '../../preview/derive.ts'
import { useDestination } from '../../preview/use-preview.ts'

const forms = {
  record: 'Record as JSON',
  walkeros: 'As walkeros push command',
  esm: 'As ESM program',
  kafkajs: 'As kafkajs call',
  kcat: 'As kcat command',
}

/** The record on screen, and the programs that would send it. */
export function CopyMenu({ preview }: { preview: SamplePreview }) {
  const { document, view } = useDesigner()
  const destination = useDestination()
  const { event, explanation } = preview
  const outcome = explanation?.outcome
  if (event === null || destination === undefined || !outcome || !('record' in outcome)) return null
  // Secrets that were typed in for the preview are not copied.
  const exportedConfig = ({ flowName, name }: FlowDestination) => {
    const reading = readFlow(document.getState().text)
    const written = reading.isReadable ? chooseDestination(reading.destinations, { flowName, destination: name }) : null
    return written && 'config' in written ? effectiveConfig(written) : undefined
  }
  const copy = async (form: keyof typeof forms) => {
    const { esmSnippet, kafkajsSnippet, kcatSnippet, walkerosSnippet } = await import(
      '@mapping-designer/mapping-engine/snippets'
    )
    const { record, send } = outcome
    const facts = { config: exportedConfig(destination), collector: collectorOf(destination), event, record, send }
    const texts = {
      record: () => JSON.stringify(record, null, 2),
      walkeros: () => walkerosSnippet(facts),
      esm: () => esmSnippet(facts),
      kafkajs: () => kafkajsSnippet(facts),
      kcat: () => kcatSnippet(facts),
    }
    await navigator.clipboard.writeText(texts[form]())
    view.getState().set({ notice: `Copied: ${forms[form]}.` })
  }
  return (
    <MenuTrigger>
      <Button className="btn small">
        <Copy className="icon small" aria-hidden />
        Copy as
      </Button>
      <Popover className="popover">
        <Menu aria-label="Copy as" onAction={(key) => void copy(key as keyof typeof forms)}>
          {Object.entries(forms).map(([id, label]) => (
            <MenuItem key={id} id={id} className="popover-item">
              {label}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
