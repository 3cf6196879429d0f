import type { FileContent } from '@mapping-designer/shared-types'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BridgeClient } from '../bridge/bridge-client.ts'
import { type BridgeStore, sentenceOf } from '../bridge/bridge-store.ts'
import { BridgeRefusal } from '../bridge/call-bridge.ts'
import { textOnDisk, withoutBom } from '../document/byte-order-mark.ts'
import type { DocumentStore } from '../document/document-state.ts'
import { mergeTexts } from '../document/merge-texts.ts'
import type { Analysis } from '../preview/analysis.ts'
import { testsInWords } from '../ui/format.ts'
import type { ViewStore } from './view-store.ts'

interface Parts {
  document: DocumentStore
  bridge: BridgeStore
  view: ViewStore
  analysis: Analysis
  /** Opens a flow file with its step examples; answers in a sentence why it cannot, and then changes nothing. */
  openFlow(text: string): Promise<string | null>
}

/** Opens and saves the flow files that the bridge was started on, and follows what happens to them on disk. */
export interface WorkspaceFiles {
  /** Opens what the bridge was started on; a draft of one of its files, or of a shared link, goes on where it was. */
  start(): Promise<void>
  open(path: string): Promise<void>
  save(): Promise<void>
  /** Looks whether the file was changed on disk: takes it, merges it, or leaves both to the person. */
  follow(): Promise<void>
  /** The file on disk, where it was changed in the same lines as the draft. */
  conflict: StoreApi<{ file: FileContent | null }>
  /** Ends a conflict with one of the two texts. */
  resolve(winner: 'mine' | 'theirs'): void
}

type Conflict = WorkspaceFiles['conflict']

interface Context extends Parts {
  client: BridgeClient
  conflict: Conflict
  say(text: string | null): void
}

export function createWorkspaceFiles(client: BridgeClient, parts: Parts): WorkspaceFiles {
  const conflict: Conflict = createStore<{ file: FileContent | null }>()(() => ({ file: null }))
  const context: Context = { ...parts, client, conflict, say: parts.view.getState().actions.say }
  /** One thing at a time: a look at the disk in the middle of a save would see the save as somebody else's change. */
  let turn: Promise<void> = Promise.resolve()
  let isBusy = false
  const inTurn = (run: () => Promise<void>): Promise<void> => {
    turn = turn
      .catch(() => {})
      .then(async () => {
        isBusy = true
        try {
          await run()
        } finally {
          isBusy = false
        }
      })
    return turn
  }
  return {
    conflict,
    async start() {
      const work = atStart(context)
      if (work !== null) await inTurn(work)
    },
    open: (path) => inTurn(() => openFile(context, path)),
    follow: async () => {
      if (!isBusy) await inTurn(() => lookAtDisk(context))
    },
    save: () => inTurn(() => saveFile(context)),
    resolve: (winner) => endConflict(context, winner),
  }
}

/** What the files of the bridge ask for when the page starts. */
function atStart(context: Context): (() => Promise<void>) | null {
  const current = workspaceOf(context)
  if (current === undefined) return null
  const { file, isShared } = context.document.getState()
  if (isShared) return null
  if (file?.workspace === current.id && current.files.some(({ path }) => path === file.path))
    return () => lookAtDisk(context)
  const [first] = current.files
  if (first !== undefined) return () => openFile(context, first.path)
  context.say('There is no flow file in the folder that the bridge was started on.')
  return null
}

function workspaceOf({ bridge }: Context) {
  return bridge.getState().session?.workspace
}

async function openFile(context: Context, path: string): Promise<void> {
  const { client, document, conflict, say, openFlow } = context
  try {
    const content = await client.readFile(path)
    const refusal = await openFlow(content.text)
    // A file that is no flow yet is still a text to mend.
    if (refusal !== null) {
      document.getState().actions.open({ text: content.text, samples: [] })
      say(refusal)
    }
    const { id } = workspaceOf(context) ?? { id: '' }
    const { version, isWritable } = content
    document.getState().actions.setFile({ workspace: id, path, version, base: withoutBom(content.text), isWritable })
    conflict.setState({ file: null })
    if (!isWritable) say(`${path} is read only: changes can be downloaded, not saved.`)
  } catch (error) {
    say(sentenceOf(error))
  }
}

async function lookAtDisk(context: Context): Promise<void> {
  const { client, document, conflict, say } = context
  const { file } = document.getState()
  if (file === null || conflict.getState().file !== null || file.workspace !== workspaceOf(context)?.id) return
  try {
    const theirs = await client.readFile(file.path)
    if (theirs.version !== file.version) takeFromDisk(context, theirs)
  } catch (error) {
    if (error instanceof BridgeRefusal && error.error.code === 'file-missing') say(sentenceOf(error))
  }
}

/** Takes what is on disk, merges it with what was edited here, or leaves both to the person. */
function takeFromDisk({ document, conflict, say }: Context, onDisk: FileContent): void {
  const theirs = { ...onDisk, text: withoutBom(onDisk.text) }
  const { file, text, actions } = document.getState()
  if (file === null) return
  const next = { ...file, version: theirs.version, base: theirs.text, isWritable: theirs.isWritable }
  if (text === theirs.text || text === file.base) {
    actions.setText(theirs.text, 'take the file from disk')
    actions.setFile(next)
    actions.markSaved()
    if (text !== theirs.text) say(`${file.path} was changed on disk and is shown as it is there.`)
    return
  }
  const merged = mergeTexts(text, file.base, theirs.text)
  if (merged === null) {
    conflict.setState({ file: theirs })
    return
  }
  actions.setText(merged, 'merge with the file on disk')
  actions.setFile(next)
  say(`${file.path} was changed on disk, in other lines than here: both changes are in the draft.`)
}

async function saveFile(context: Context): Promise<void> {
  const { client, document, analysis, conflict, say } = context
  const { file, text, actions } = document.getState()
  if (file === null) return
  try {
    const onDisk = { text: textOnDisk(document.getState()), version: file.version }
    const { version } = await client.saveFile(file.path, onDisk)
    actions.setFile({ ...file, version, base: text })
    if (document.getState().text === text) actions.markSaved()
    const { tests } = analysis.getState()
    say(`Saved ${file.path}${tests.failed > 0 ? `, but ${testsInWords(tests)}` : ''}.`)
  } catch (error) {
    if (!(error instanceof BridgeRefusal) || error.error.code !== 'file-changed') {
      say(sentenceOf(error))
      return
    }
    await lookAtDisk(context)
    if (conflict.getState().file === null) say(`${file.path} was changed on disk meanwhile; look at it and save again.`)
  }
}

function endConflict({ document, conflict, say }: Context, winner: 'mine' | 'theirs'): void {
  const { file: theirs } = conflict.getState()
  const { file, actions } = document.getState()
  if (theirs === null || file === null) return
  if (winner === 'theirs') actions.setText(theirs.text, 'take the file from disk')
  actions.setFile({ ...file, version: theirs.version, base: theirs.text })
  if (winner === 'theirs') actions.markSaved()
  conflict.setState({ file: null })
  say(winner === 'mine' ? 'Yours is kept; saving replaces the file.' : null)
}
