import { type ComponentProps, type ReactNode, Suspense, useRef, useState } from 'react'
import { lazyLater } from './later.ts'

const MenuPopover = lazyLater(() => import('./menu-popover.tsx'))

/** A button that opens a menu; what a menu needs is loaded after the first screen. */
export function MenuButton({
  menu,
  children,
  ...rest
}: Omit<ComponentProps<'button'>, 'type' | 'onClick'> & { menu: ReactNode; children: ReactNode }) {
  const trigger = useRef<HTMLButtonElement>(null)
  const [openedBy, setOpenedBy] = useState<'key' | 'pointer' | null>(null)
  return (
    <>
      <button
        {...rest}
        ref={trigger}
        type="button"
        aria-haspopup="menu"
        aria-expanded={openedBy !== null}
        onClick={({ detail }) => setOpenedBy(detail === 0 ? 'key' : 'pointer')}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          setOpenedBy('key')
        }}
      >
        {children}
      </button>
      {openedBy !== null && (
        <Suspense fallback={null}>
          <MenuPopover
            trigger={trigger}
            autoFocus={openedBy === 'key' ? 'first' : true}
            onClose={() => setOpenedBy(null)}
          >
            {menu}
          </MenuPopover>
        </Suspense>
      )}
    </>
  )
}
