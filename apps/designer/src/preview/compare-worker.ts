// Compares two flows over a file of events apart from the page.
import { type CompareTask, compareFile } from './compare-file.ts'

addEventListener('message', async ({ data }: MessageEvent<CompareTask>) => {
  for await (const answer of compareFile(data)) postMessage(answer)
})
