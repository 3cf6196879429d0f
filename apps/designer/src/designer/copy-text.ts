import type { DesignerParts } from './designer-context.tsx'

/** Puts a text on the clipboard and says so, or that the browser keeps the page from it; answers whether it did. */
export async function copyText({ view }: Pick<DesignerParts, 'view'>, text: string, what: string): Promise<boolean> {
  const { say } = view.getState().actions
  try {
    await navigator.clipboard.writeText(text)
    say(`Copied: ${what}.`)
    return true
  } catch {
    say('Nothing copied: this browser does not let the page write to the clipboard.')
    return false
  }
}
