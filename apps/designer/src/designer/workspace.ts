import type { FileContent } from '@mapping-designer/shared-types'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BridgeClient } from '../bridge/bridge-client.ts'
import { type BridgeStore, sentenceOf } from '../bridge/bridge-store.ts'
import { BridgeRefusal } from '../bridge/call-bridge.ts'
import { textOnDisk, withoutBom } from '../document/byte-order-mark.ts'
import type { DocumentStore } from '../document/document-store.ts'
import { mergeTexts } from '../document/merge-texts.ts'
import type { Analysis } from '../preview/analysis.ts'
import { testsInWords } from '../ui/format.ts'
import { openFlowText } from './open-flow.ts'
import type { ViewStore } from './view-store.ts'

interface Parts {
  document: DocumentStore
  bridge: BridgeStore
  view: ViewStore
  analysis: Analysis
  newId: () => string
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

export function createWorkspaceFiles(client: BridgeClient, parts: Parts): WorkspaceFiles {
  const { document, bridge, view, analysis } = parts
  const { say } = view.getState().actions
  const conflict = createStore<{ file: FileContent | null }>()(() => ({ file: null }))
  const workspace = () => bridge.getState().session?.workspace
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

  const take = (onDisk: FileContent) => {
    const theirs = { ...onDisk, text: withoutBom(onDisk.text) }
    const { file, text, actions } = document.getState()
    if (file === null) return
    const next = { ...file, version: theirs.version, base: theirs.text, isWritable: theirs.isWritable }
    if (text === theirs.text) {
      actions.setFile(next)
      actions.markSaved()
      return
    }
    if (text === file.base) {
      actions.setText(theirs.text, 'take the file from disk')
      actions.setFile(next)
      actions.markSaved()
      say(`${file.path} was changed on disk and is shown as it is there.`)
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

  const open = async (path: string) => {
    try {
      const content = await client.readFile(path)
      const refusal = openFlowText(parts, content.text)
      // A file that is no flow yet is still a text to mend.
      if (refusal !== null) {
        document.getState().actions.open({ text: content.text, samples: [] })
        say(refusal)
      }
      const { id } = workspace() ?? { id: '' }
      const { version, isWritable } = content
      const base = withoutBom(content.text)
      document.getState().actions.setFile({ workspace: id, path, version, base, isWritable })
      conflict.setState({ file: null })
      if (!isWritable) say(`${path} is read only: changes can be downloaded, not saved.`)
    } catch (error) {
      say(sentenceOf(error))
    }
  }

  const refresh = async () => {
    const { file } = document.getState()
    if (file === null || conflict.getState().file !== null || file.workspace !== workspace()?.id) return
    try {
      const theirs = await client.readFile(file.path)
      if (theirs.version !== file.version) take(theirs)
    } catch (error) {
      if (error instanceof BridgeRefusal && error.error.code === 'file-missing') say(sentenceOf(error))
    }
  }

  return {
    conflict,
    async start() {
      const current = workspace()
      if (current === undefined) return
      const { file, isShared } = document.getState()
      if (isShared) return
      if (file?.workspace === current.id && current.files.some(({ path }) => path === file.path)) {
        await inTurn(refresh)
        return
      }
      const [first] = current.files
      if (first === undefined) say('There is no flow file in the folder that the bridge was started on.')
      else await inTurn(() => open(first.path))
    },
    open: (path) => inTurn(() => open(path)),
    follow: async () => {
      if (!isBusy) await inTurn(refresh)
    },
    save: () =>
      inTurn(async () => {
        const { file, text, actions } = document.getState()
        if (file === null) return
        try {
          const { version } = await client.saveFile(file.path, {
            text: textOnDisk(document.getState()),
            version: file.version,
          })
          actions.setFile({ ...file, version, base: text })
          if (document.getState().text === text) actions.markSaved()
          const { tests } = analysis.getState()
          say(`Saved ${file.path}${tests.failed > 0 ? `, but ${testsInWords(tests)}` : ''}.`)
        } catch (error) {
          if (!(error instanceof BridgeRefusal) || error.error.code !== 'file-changed') {
            say(sentenceOf(error))
            return
          }
          await refresh()
          if (conflict.getState().file === null)
            say(`${file.path} was changed on disk meanwhile; look at it and save again.`)
        }
      }),
    resolve(winner) {
      const { file: theirs } = conflict.getState()
      const { file, actions } = document.getState()
      if (theirs === null || file === null) return
      if (winner === 'theirs') actions.setText(theirs.text, 'take the file from disk')
      actions.setFile({ ...file, version: theirs.version, base: theirs.text })
      if (winner === 'theirs') actions.markSaved()
      conflict.setState({ file: null })
      say(winner === 'mine' ? 'Yours is kept; saving replaces the file.' : null)
    },
  }
}
