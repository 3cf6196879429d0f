import type { ComponentProps } from 'react'
import { Group, useDefaultLayout } from 'react-resizable-panels'

/** Panels whose sizes this browser remembers, once a person has changed them. */
export function KeptGroup({ id, ...rest }: ComponentProps<typeof Group> & { id: string }) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `kafka-mapping-designer.${id}`,
    storage: localStorage,
    onlySaveAfterUserInteractions: true,
  })
  return <Group id={id} {...(defaultLayout && { defaultLayout })} onLayoutChanged={onLayoutChanged} {...rest} />
}
