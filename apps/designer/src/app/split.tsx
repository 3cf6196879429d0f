import { type ComponentProps, useRef, useState } from 'react'
import { Group, Panel, type PanelImperativeHandle, Separator, useDefaultLayout } from 'react-resizable-panels'
import { browserStorage } from '../document/browser-storage.ts'

/**
 * A panel of a split; `edge` names the splitter before it. What has a `rail` can be folded to a strip with that name: by
 * dragging the splitter to its side, or with Enter on the splitter after it.
 */
type Area = ComponentProps<typeof Panel> & { id: string; edge?: string; rail?: string }

/** Panels in a row or a column, whose sizes this browser remembers once a person has changed them. */
export function Split({
  id,
  areas,
  ...rest
}: ComponentProps<typeof Group> & { id: string; areas: readonly (Area | false)[] }) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `kafka-mapping-designer.${id}`,
    storage: browserStorage,
    onlySaveAfterUserInteractions: true,
  })
  return (
    <Group id={id} {...(defaultLayout && { defaultLayout })} onLayoutChanged={onLayoutChanged} {...rest}>
      {areas.map((area) => area && <SplitArea key={area.id} {...area} />)}
    </Group>
  )
}

function SplitArea({ edge, rail, ...panel }: Area) {
  return (
    <>
      {edge !== undefined && <Separator className="splitter" aria-label={edge} />}
      {rail === undefined ? <Panel {...panel} /> : <FoldingPanel rail={rail} {...panel} />}
    </>
  )
}

/** A panel that leaves a strip with its name when it is folded; a click on that brings it back. */
function FoldingPanel({ rail, children, ...panel }: ComponentProps<typeof Panel> & { rail: string }) {
  const handle = useRef<PanelImperativeHandle>(null)
  const [isFolded, setIsFolded] = useState(false)
  // Unless it is dragged open, an unfolded pane gets its usual width again instead of the least one.
  const resize = (width: number) => {
    const isNow = handle.current?.isCollapsed() === true
    const usual = Number.parseInt(String(panel.defaultSize), 10)
    const isDragged = document.querySelector('.splitter:active') !== null
    if (isFolded && !isNow && !isDragged && width < usual) handle.current?.resize(usual)
    setIsFolded(isNow)
  }
  return (
    <Panel {...panel} collapsible collapsedSize="32px" panelRef={handle} onResize={({ inPixels }) => resize(inPixels)}>
      {isFolded && (
        <button type="button" className="rail" aria-label={`Unfold ${rail}`} onClick={() => handle.current?.expand()}>
          {rail}
        </button>
      )}
      <div className="folding" hidden={isFolded}>
        {children}
      </div>
    </Panel>
  )
}
