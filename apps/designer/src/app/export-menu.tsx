import { isPlainJson, plainFlow, planDestination } from '@mapping-designer/mapping-engine'
import type { ReactNode } from 'react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { textOnDisk } from '../document/document-store.ts'
import { testsInWords } from '../preview/format.ts'
import { type DesignerParts, useBridge, useDesigner, useDocument } from './designer-context.tsx'
import { emptyFlow } from './examples.ts'
import { openFlowText, openText } from './open-flow.ts'

/** Takes the flow out of the page, and another one in. */
export function ExportMenu({ icon, isDisabled }: { icon: ReactNode; isDisabled: boolean }) {
  const parts = useDesigner()
  const file = useDocument((state) => state.file)
  const files = useBridge((state) => state.session?.workspace?.files) ?? []
  const isPlain = useDocument((state) => isPlainJson(state.text))
  const others = files.filter(({ path }) => path !== file?.path)
  return (
    <MenuTrigger>
      <Button className="btn" aria-label="Export" isDisabled={isDisabled}>
        {icon}
        <span className="hide-narrow">Export</span>
      </Button>
      <Popover className="popover">
        <Menu aria-label="Export" onAction={(key) => run(String(key), parts)}>
          {file !== null && (
            <MenuItem id="save" className="popover-item" isDisabled={!file.isWritable}>
              Save {file.path}
              <span className="hint">Ctrl S</span>
            </MenuItem>
          )}
          <MenuItem id="download" className="popover-item">
            Download flow.json
          </MenuItem>
          {!isPlain && (
            <MenuItem id="plain" className="popover-item">
              Download without comments
              <span className="hint">for the walkerOS command line</span>
            </MenuItem>
          )}
          <MenuItem id="copy" className="popover-item">
            Copy flow.json
          </MenuItem>
          <MenuItem id="project" className="popover-item">
            Download as project
            <span className="hint">zip</span>
          </MenuItem>
          <MenuItem id="events" className="popover-item">
            Download samples as JSON Lines
          </MenuItem>
          {others.map(({ path }) => (
            <MenuItem key={path} id={`open ${path}`} className="popover-item">
              Open {path}
            </MenuItem>
          ))}
          <MenuItem id="import" className="popover-item">
            Open another flow.json
          </MenuItem>
          <MenuItem id="new" className="popover-item">
            Start anew
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

function run(action: string, parts: DesignerParts): void {
  const { samples, actions } = parts.document.getState()
  if (action.startsWith('open ')) void parts.files.open(action.slice('open '.length))
  switch (action) {
    case 'save':
      saveFlow(parts)
      break
    case 'download':
      withoutSecrets(parts, () => downloadFlow(parts))
      break
    case 'project':
      withoutSecrets(parts, () => void downloadProject(parts.document.getState().text))
      break
    case 'plain':
      withoutSecrets(parts, () => download('flow.json', plainFlow(parts.document.getState().text)))
      break
    case 'copy':
      withoutSecrets(parts, () => void navigator.clipboard.writeText(parts.document.getState().text))
      break
    case 'events':
      download('events.ndjson', `${samples.map((sample) => oneLine(sample.text)).join('\n')}\n`)
      break
    case 'import':
      chooseFile(async (content) => {
        const answer = await openText(parts, content)
        const { set } = parts.view.getState()
        if (answer.kind === 'offer') {
          const { message, label, text } = answer.offer
          set({ offer: { message, label, run: () => openFlowText(parts, text) } })
        } else set({ offer: null, notice: answer.message })
      })
      break
    case 'new':
      actions.open({ text: emptyFlow, samples: [] })
      break
  }
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

function download(name: string, content: string | Uint8Array<ArrayBuffer>): void {
  const type = typeof content === 'string' ? 'application/json' : 'application/zip'
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 0)
}

function chooseFile(onText: (content: string) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.json,.jsonc,application/json'
  input.addEventListener('change', () => void input.files?.[0]?.text().then(onText))
  input.click()
}
