import { Activity, createContext, type ReactNode, use, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

/** A pane outside of any layout: what it is rendered into, and what a browser forgets of an element that it takes out of the page. */
interface Host {
  element: HTMLElement
  scrolled: readonly { of: Element; top: number; left: number }[]
  /** px that what is around it was scrolled by. */
  around: number
  focused: Element | null
}

const HostsContext = createContext<ReadonlyMap<string, Host>>(new Map())

/**
 * Panes that stay as they are, with what is typed, opened and scrolled in them, when one layout of slots gives way to another.
 * They are rendered from when they are first shown.
 */
export function PaneSlots<Name extends string>({
  panes,
  shown,
  children,
}: {
  panes: Readonly<Record<Name, ReactNode>>
  shown: readonly Name[]
  children: ReactNode
}) {
  const [hosts] = useState(() => new Map(Object.keys(panes).map((name) => [name, newHost()])))
  const opened = useRef(new Set<Name>())
  for (const name of shown) opened.current.add(name)
  return (
    <HostsContext value={hosts}>
      {children}
      {[...opened.current].map((name) => (
        <HostedPane key={name} name={name} isShown={shown.includes(name)}>
          {panes[name]}
        </HostedPane>
      ))}
    </HostsContext>
  )
}

function HostedPane({ name, isShown, children }: { name: string; isShown: boolean; children: ReactNode }) {
  const host = use(HostsContext).get(name)
  return host && createPortal(<Activity mode={isShown ? 'visible' : 'hidden'}>{children}</Activity>, host.element)
}

function newHost(): Host {
  const element = document.createElement('div')
  element.className = 'slot'
  return { element, scrolled: [], around: 0, focused: null }
}

/** Where a layout shows a pane. */
export function Slot({ pane }: { pane: string }) {
  const slot = useRef<HTMLDivElement>(null)
  const host = use(HostsContext).get(pane)
  useLayoutEffect(() => {
    if (host === undefined) return
    slot.current?.append(host.element)
    restore(host)
    const around = slot.current?.closest('.scroll')
    const keep = () => {
      host.around = around?.scrollTop ?? 0
    }
    around?.addEventListener('scroll', keep, { passive: true })
    return () => {
      around?.removeEventListener('scroll', keep)
      // It is still in the page then.
      remember(host)
    }
  }, [host])
  return <div ref={slot} className="slot" />
}

function remember(host: Host): void {
  const { activeElement } = document
  host.focused = host.element.contains(activeElement) ? activeElement : null
  host.scrolled = [...host.element.querySelectorAll('*')].flatMap((of) =>
    of.scrollTop === 0 && of.scrollLeft === 0 ? [] : [{ of, top: of.scrollTop, left: of.scrollLeft }],
  )
}

function restore({ element, scrolled, around, focused }: Host): void {
  if (around > 0) element.closest('.scroll')?.scrollTo({ top: around, behavior: 'instant' })
  for (const { of, top, left } of scrolled) of.scrollTo({ top, left, behavior: 'instant' })
  if (focused instanceof HTMLElement && document.activeElement === document.body) focused.focus({ preventScroll: true })
}
