import type { ClipboardEvent } from 'react'
import { largeText } from './read-events.ts'

/** A paste of many events is read apart; a text box would only make the browser slow. */
export function largePaste(onText: (text: string) => void) {
  return (event: ClipboardEvent) => {
    const content = event.clipboardData.getData('text/plain')
    if (content.length <= largeText) return
    event.preventDefault()
    onText(content)
  }
}
