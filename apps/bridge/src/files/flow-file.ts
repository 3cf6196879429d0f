/** 10 MiB: far beyond any flow file, and still what an editor can hold. */
export const maxFileBytes = 10 * 2 ** 20

/**
 * Whether a path below the workspace can be the one of a flow file, by its name alone: parts joined by `/`, none of them
 * hidden or `node_modules`, and an ending that flow files have. It leads neither out of the folder nor anywhere but there.
 */
export function isFlowPath(path: string): boolean {
  return /[^/]\.jsonc?$/.test(path) && !/[\0\\]/.test(path) && path.split('/').every(isVisibleName)
}

/** Whether a file or folder of this name is looked at: packages and hidden ones hold no flow files of the user. */
export function isVisibleName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && name.toLowerCase() !== 'node_modules'
}

/** Whether bytes can be a flow at all, without reading them as JSON. */
export function mayBeFlow(bytes: Buffer): boolean {
  return bytes.includes('"flows"')
}

/** Whether a text is a flow, also of another version, with comments, or while somebody is in the midst of an edit. */
export function isFlowText(text: string): boolean {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof json === 'object' && json !== null && Object.hasOwn(json, 'flows')
  } catch {
    return /"flows"\s*:/.test(text)
  }
}
