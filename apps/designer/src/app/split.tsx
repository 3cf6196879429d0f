import type { ComponentProps } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'

/** A panel of a split; `edge` names the splitter before it. */
type Area = ComponentProps<typeof Panel> & { id: string; edge?: string }

/** Panels in a row or a column, whose sizes this browser remembers once a person has changed them. */
export function Split({
  id,
  areas,
  ...rest
}: ComponentProps<typeof Group> & { id: string; areas: readonly (Area | false)[] }) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `kafka-mapping-designer.${id}`,
    storage: localStorage,
    onlySaveAfterUserInteractions: true,
  })
  return (
    <Group id={id} {...(defaultLayout && { defaultLayout })} onLayoutChanged={onLayoutChanged} {...rest}>
      {areas.map((area) => area && <SplitArea key={area.id} {...area} />)}
    </Group>
  )
}

function SplitArea({ edge, ...panel }: Area) {
  return (
    <>
      {edge !== undefined && <Separator className="splitter" aria-label={edge} />}
      <Panel {...panel} />
    </>
  )
}
