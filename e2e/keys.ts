import type { Designer } from './fixtures.ts'

/** Keys that are counted, each as one however many modifiers it takes. */
export function keysOf({ page, palette }: Designer) {
  const { keyboard } = page
  let count = 0
  const press = async (...keys: string[]) => {
    for (const key of keys) await keyboard.press(key)
    count += keys.length
  }
  /** What the focus is on is called. */
  const nameOfFocus = () =>
    page.evaluate(() => {
      const { activeElement } = document
      const label = activeElement?.getAttribute('aria-label') ?? ''
      const labels = [...((activeElement as HTMLInputElement | null)?.labels ?? [])].map(
        ({ textContent }) => textContent,
      )
      return [label, ...labels, label === '' ? activeElement?.textContent : ''].join(' ').trim()
    })
  const goTo = async (key: string, name: RegExp) => {
    for (let tries = 0; tries < 120; tries++) {
      if (name.test(await nameOfFocus())) return
      await press(key)
    }
    throw new Error(`${key} never reached ${name}`)
  }
  return {
    press,
    tabTo: (name: RegExp) => goTo('Tab', name),
    backTo: (name: RegExp) => goTo('Shift+Tab', name),
    async type(text: string) {
      await keyboard.insertText(text)
      count += text.length
    },
    async run(words: string) {
      await palette.run(words)
      count += words.length + 3
    },
    /** Keys since it was read last. */
    taken() {
      const taken = count
      count = 0
      return taken
    },
  }
}
