import { isPlainJson, plainFlow, planDestination } from '@mapping-designer/mapping-engine'
import { strToU8, zipSync } from 'fflate'
import { chooseFile } from '../designer/choose-file.ts'
import type { Command } from '../designer/command.ts'
import { copyText } from '../designer/copy-text.ts'
import type { DesignerParts } from '../designer/designer-context.tsx'
import { openFlowText, openText } from '../designer/open-flow.ts'
import { textOnDisk } from '../document/byte-order-mark.ts'
import { download } from '../ui/download.ts'
import { testsInWords } from '../ui/format.ts'

/** Everything that takes the flow out of the page or another one in. */
export function fileCommands(parts: DesignerParts): Command[] {
  const { file, text, samples, actions } = parts.document.getState()
  const files = parts.bridge.getState().session?.workspace?.files ?? []
  const { open } = parts.view.getState().actions
  const now = () => parts.document.getState().text
  const command = (id: string, title: string, run: () => void, more: Partial<Command> = {}): Command => ({
    id: `export ${id}`,
    group: 'Commands',
    title,
    run,
    ...more,
  })
  /** What a secret in the flow holds back. */
  const leave = (id: string, title: string, run: () => void, hint?: string) =>
    command(id, title, () => withoutSecrets(parts, run), { hint })
  return [
    ...(file === null
      ? []
      : [command('save', `Save ${file.path}`, () => saveFlow(parts), { hint: 'Ctrl S', isOff: !file.isWritable })]),
    leave('download', 'Download flow.json', () => downloadFlow(parts)),
    ...(isPlainJson(text)
      ? []
      : [
          leave(
            'plain',
            'Download without comments',
            () => download('flow.json', plainFlow(now())),
            'for the walkerOS command line',
          ),
        ]),
    leave('copy', 'Copy flow.json', () => void copyText(parts, now(), 'flow.json')),
    leave('project', 'Download as project', () => void downloadProject(now()), 'zip'),
    command(
      'events',
      'Download samples as JSON Lines',
      () => download('events.ndjson', `${samples.map((sample) => oneLine(sample.text)).join('\n')}\n`),
      { isOff: samples.length === 0 },
    ),
    leave('share', 'Share a link', () => open('share')),
    command('history', 'Local history', () => open('history')),
    ...files
      .filter(({ path }) => path !== file?.path)
      .map(({ path }) => command(`open ${path}`, `Open ${path}`, () => void parts.files.open(path))),
    command('import', 'Open another flow.json', () => chooseFile(parts, ({ text }) => void openAnother(parts, text))),
    command('new', 'New flow', () => {
      actions.open({ text: '', samples: [] })
      parts.view.getState().actions.focusOn('paste')
    }),
  ]
}

async function openAnother(parts: DesignerParts, content: string): Promise<void> {
  const answer = await openText(parts, content)
  const { say, setOffer } = parts.view.getState().actions
  if (answer.kind === 'offer') {
    const { message, label, text } = answer.offer
    setOffer({ message, label, run: () => openFlowText(parts, text) })
    return
  }
  setOffer(null)
  say(answer.message)
}

/** Saves the flow into its file, or downloads it where it has none or may not be written. */
export function saveFlow(parts: DesignerParts): void {
  const { file, text } = parts.document.getState()
  if (text === '') return
  withoutSecrets(parts, () => (file?.isWritable ? void parts.files.save() : downloadFlow(parts)))
}

/** A secret that is written out does not leave the page: the person is offered the reference in its place first. */
function withoutSecrets(parts: DesignerParts, leave: () => void): void {
  const { actions } = parts.document.getState()
  const secrets = parts.derived.getState().reading.destinations.flatMap((destination) =>
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
  parts.view.getState().actions.setOffer({
    message: `Not exported: ${first.problem.cause}`,
    label,
    run() {
      const edits = secrets.flatMap(({ problem, root }) =>
        (problem.fix?.edits ?? []).map(({ place, value }) => ({ place: [...root, ...place], value })),
      )
      actions.edit(edits, 'replace written out secrets')
      leave()
    },
  })
}

async function downloadProject(text: string): Promise<void> {
  const { projectFiles } = await import('@mapping-designer/mapping-engine/snippets')
  const files = Object.entries(projectFiles(isPlainJson(text) ? text : plainFlow(text)))
  const zip = zipSync(
    Object.fromEntries(files.map(([name, content]) => [`walkeros-to-kafka/${name}`, strToU8(content)])),
  )
  download('walkeros-to-kafka.zip', zip)
}

/** Downloads the flow file as it is on screen. */
function downloadFlow({ document, view, analysis }: DesignerParts): void {
  const { actions } = document.getState()
  download('flow.json', textOnDisk(document.getState()))
  actions.markSaved()
  const { tests } = analysis.getState()
  view.getState().actions.say(tests.failed > 0 ? `Saved, but ${testsInWords(tests)}.` : null)
}

function oneLine(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return text.replaceAll('\n', ' ')
  }
}
