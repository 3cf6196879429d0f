import { useEffect } from 'react'
import { createKeybindingsHandler } from 'tinykeys'
import { useDesigner } from '../designer/designer-context.tsx'
import { later } from '../ui/later.ts'
import { shortcuts } from './shortcuts.ts'

export const commands = later(() => import('./commands.ts'))

/** `Ctrl Shift S` as the keys are written for the listener; the slash is a shifted key on many keyboards, and Alt makes another sign of a digit on macOS. */
function bindingOf(keys: string): string {
  const names: Record<string, string> = { Ctrl: '$mod', '↵': 'Enter', '/': '[Shift]+/' }
  return keys
    .split(' ')
    .map((key) => names[key] ?? key.replace(/^\d$/, 'Digit$&'))
    .join('+')
}

/** The keys that work everywhere on the page. */
export function useShortcuts(): void {
  const parts = useDesigner()
  useEffect(() => {
    const bindings = shortcuts.map(({ id, keys, exceptIn }) => [
      bindingOf(keys),
      (event: KeyboardEvent) => {
        if (exceptIn !== undefined && event.target instanceof Element && event.target.closest(exceptIn)) return
        event.preventDefault()
        commands.use(({ runShortcut }) => runShortcut(parts, id))
      },
    ])
    const onKey = createKeybindingsHandler(Object.fromEntries(bindings), { ignore: ({ isComposing }) => isComposing })
    // Tabs, trees and menus keep the keys they know from bubbling, even together with Ctrl.
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [parts])
}
