import { isPlainJson, plainFlow, planDestination } from '@mapping-designer/mapping-engine'
import type { DesignerParts } from '../designer/designer-context.tsx'
import { emptyFlow } from '../designer/examples.ts'
import { openFlowText, openText } from '../designer/open-flow.ts'
import { textOnDisk } from '../document/document-store.ts'
import { download } from '../ui/download.ts'
import { testsInWords } from '../ui/format.ts'

/** One way for the flow or the samples out of the page, or for another flow in. */
export interface ExportAction {
  id: string
  label: string
  hint?: string
  isOff?: boolean
  run(): void
}

/** Everything that takes the flow out of the page or another one in, as it can be done now. */
export function exportActions(parts: DesignerParts): ExportAction[] {
  const { file, text, samples, actions } = parts.document.getState()
  const files = parts.bridge.getState().session?.workspace?.files ?? []
  const { set } = parts.view.getState()
  const now = () => parts.document.getState().text
  return [
    ...(file === null
      ? []
      : [
          {
            id: 'save',
            label: `Save ${file.path}`,
            hint: 'Ctrl S',
            isOff: !file.isWritable,
            run: () => saveFlow(parts),
          },
        ]),
    {
      id: 'download',
      label: 'Download flow.json',
      run: () => withoutSecrets(parts, () => downloadFlow(parts)),
    },
    ...(isPlainJson(text)
      ? []
      : [
          {
            id: 'plain',
            label: 'Download without comments',
            hint: 'for the walkerOS command line',
            run: () => withoutSecrets(parts, () => download('flow.json', plainFlow(now()))),
          },
        ]),
    {
      id: 'copy',
      label: 'Copy flow.json',
      run: () => withoutSecrets(parts, () => void navigator.clipboard.writeText(now())),
    },
    {
      id: 'project',
      label: 'Download as project',
      hint: 'zip',
      run: () => withoutSecrets(parts, () => void downloadProject(now())),
    },
    {
      id: 'events',
      label: 'Download samples as JSON Lines',
      isOff: samples.length === 0,
      run: () => download('events.ndjson', `${samples.map((sample) => oneLine(sample.text)).join('\n')}\n`),
    },
    { id: 'share', label: 'Share a link', run: () => withoutSecrets(parts, () => set({ overlay: 'share' })) },
    { id: 'history', label: 'Local history', run: () => set({ overlay: 'history' }) },
    ...files
      .filter(({ path }) => path !== file?.path)
      .map(({ path }) => ({ id: `open ${path}`, label: `Open ${path}`, run: () => void parts.files.open(path) })),
    { id: 'import', label: 'Open another flow.json', run: () => chooseFile((content) => openAnother(parts, content)) },
    { id: 'new', label: 'Start anew', run: () => actions.open({ text: emptyFlow, samples: [] }) },
  ]
}

async function openAnother(parts: DesignerParts, content: string): Promise<void> {
  const answer = await openText(parts, content)
  const { set } = parts.view.getState()
  if (answer.kind === 'offer') {
    const { message, label, text } = answer.offer
    set({ offer: { message, label, run: () => openFlowText(parts, text) } })
  } else set({ offer: null, notice: answer.message })
}

/** Saves the flow into its file, or downloads it where it has none or may not be written. */
export function saveFlow(parts: DesignerParts): void {
  const { file, text } = parts.document.getState()
  if (text === '') return
  withoutSecrets(parts, () => (file?.isWritable ? void parts.files.save() : downloadFlow(parts)))
}

/** A secret that is written out does not leave the page: the person is offered the reference in its place first. */
function withoutSecrets(parts: DesignerParts, leave: () => void): void {
  const { text, env, actions } = parts.document.getState()
  const secrets = parts.read(text, env).destinations.flatMap((destination) =>
    planDestination(destination, {})
      .plan.problems.filter(({ code }) => code === 'secret-in-config')
      .map((problem) => ({ problem, root: destination.place })),
  )
  const [first] = secrets
  if (first === undefined) {
    leave()
    return
  }
  const label = secrets.length === 1 ? (first.problem.fix?.label ?? '') : `Use references for ${secrets.length} secrets`
  parts.view.getState().set({
    offer: {
      message: `Not exported: ${first.problem.cause}`,
      label,
      run: () => {
        const edits = secrets.flatMap(({ problem, root }) =>
          (problem.fix?.edits ?? []).map(({ place, value }) => ({ place: [...root, ...place], value })),
        )
        actions.edit(edits, 'replace written out secrets')
        leave()
      },
    },
  })
}

async function downloadProject(text: string): Promise<void> {
  const [{ projectFiles }, { strToU8, zipSync }] = await Promise.all([
    import('@mapping-designer/mapping-engine/snippets'),
    import('fflate'),
  ])
  const files = Object.entries(projectFiles(isPlainJson(text) ? text : plainFlow(text)))
  const zip = zipSync(
    Object.fromEntries(files.map(([name, content]) => [`walkeros-to-kafka/${name}`, strToU8(content)])),
  )
  download('walkeros-to-kafka.zip', zip)
}

/** Downloads the flow file as it is on screen. */
function downloadFlow({ document, view }: DesignerParts): void {
  const { actions } = document.getState()
  download('flow.json', textOnDisk(document.getState()))
  actions.markSaved()
  const { tests, set } = view.getState()
  set({ notice: tests.failed > 0 ? `Saved, but ${testsInWords(tests)}.` : null })
}

function oneLine(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return text.replaceAll('\n', ' ')
  }
}

function chooseFile(onText: (content: string) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.json,.jsonc,application/json'
  input.addEventListener('change', () => void input.files?.[0]?.text().then(onText))
  input.click()
}
