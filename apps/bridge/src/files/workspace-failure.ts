import { maxFileBytes } from './flow-file.ts'

export type WorkspaceFailureCode =
  | 'outside'
  | 'file-missing'
  | 'file-changed'
  | 'file-too-large'
  | 'not-text'
  | 'not-a-flow'
  | 'read-only'
  | 'disk'
  | 'no-git'
  | 'no-repository'
  | 'revision-missing'
  | 'not-in-revision'
  | 'git'

/** Why a file is not read or written, in one sentence; the hint says what to try. */
export class WorkspaceFailure extends Error {
  readonly code: WorkspaceFailureCode
  readonly hint: string | undefined
  constructor(code: WorkspaceFailureCode, message: string, hint?: string) {
    super(message)
    this.code = code
    this.hint = hint
  }
}

export function outside(path: string): WorkspaceFailure {
  return new WorkspaceFailure('outside', `${path} is not a flow file of this workspace.`)
}

export function missing(path: string): WorkspaceFailure {
  return new WorkspaceFailure('file-missing', `${path} is no longer there.`, 'Download the flow to keep it.')
}

export function tooLarge(path: string, size: number): WorkspaceFailure {
  return new WorkspaceFailure('file-too-large', `${path} has ${size} bytes; the designer opens up to ${maxFileBytes}.`)
}

export function notAFlow(path: string): WorkspaceFailure {
  return new WorkspaceFailure(
    'not-a-flow',
    `The text has no "flows", so ${path} would no longer be a flow file; nothing was saved.`,
    'Add "flows", or undo the edit that removed it.',
  )
}

export function readOnly(path: string): WorkspaceFailure {
  return new WorkspaceFailure(
    'read-only',
    `${path} may not be written.`,
    'Download the flow, or make the file writable.',
  )
}

export function diskFailure(path: string, error: NodeJS.ErrnoException): WorkspaceFailure {
  if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS') return readOnly(path)
  const reason = error.code === 'ENOSPC' ? 'the disk is full' : error.message
  return new WorkspaceFailure('disk', `${path} could not be saved: ${reason}.`, 'Nothing is lost: download the flow.')
}

export function notText(path: string): WorkspaceFailure {
  return new WorkspaceFailure('not-text', `${path} is not UTF-8 text, so it cannot be edited without loss.`)
}
