import { readFileText } from '../document/read-file.ts'
import type { DesignerParts } from './designer-context.tsx'

type OnText = (file: { name: string; text: string }) => void

/** Lets somebody choose a JSON file; one that cannot be read is named in the status bar. */
export function chooseFile(parts: Pick<DesignerParts, 'view'>, onText: OnText): void {
  pickFile('.json,.jsonc,application/json', (file) => void takeFile(parts, file, onText))
}

/** Lets somebody choose a file with events, of any length. */
export const chooseEvents = (onFile: (file: File) => void): void => pickFile('.ndjson,.jsonl,.json,.gz,.txt', onFile)

function pickFile(accept: string, onFile: (file: File) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  input.addEventListener('change', () => {
    const [file] = input.files ?? []
    if (file !== undefined) onFile(file)
  })
  input.click()
}

/** Reads a chosen or dropped file. */
export async function takeFile({ view }: Pick<DesignerParts, 'view'>, file: File, onText: OnText): Promise<void> {
  const read = await readFileText(file)
  if ('text' in read) onText({ name: file.name, text: read.text })
  else view.getState().actions.say(`${file.name}: ${read.fault}`)
}
