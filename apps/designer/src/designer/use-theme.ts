import { useEffect, useSyncExternalStore } from 'react'
import { useView } from './designer-context.tsx'

const query = '(prefers-color-scheme: dark)'

function usePrefersDark(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const list = matchMedia(query)
      list.addEventListener('change', onChange)
      return () => list.removeEventListener('change', onChange)
    },
    () => matchMedia(query).matches,
  )
}

/** Whether the page is dark now, by choice or because the system is. */
export function useIsDark(): boolean {
  const theme = useView((state) => state.theme)
  const prefersDark = usePrefersDark()
  return theme === 'system' ? prefersDark : theme === 'dark'
}

/** Keeps the attribute that the style sheet looks at. */
export function useThemeAttribute(): void {
  const isDark = useIsDark()
  useEffect(() => {
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
  }, [isDark])
}
