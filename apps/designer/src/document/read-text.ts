import * as engine from '@mapping-designer/mapping-engine'

// The parsers go one call deeper with each bracket; thousands of them in a text end the stack.
function unlessTooDeep<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return otherwise
    throw error
  }
}

/** Why such a text is not read, as a sentence. */
export const tooDeep = 'The text is nested too deeply to be read.'

/** The engine's `readFlow`, for texts from anywhere: what is nested too deeply is not readable. */
export function readFlow(text: string, values?: engine.ReferenceValues): engine.FlowReading {
  return unlessTooDeep(() => engine.readFlow(text, values), {
    isReadable: false,
    error: { code: 'flow-syntax', message: tooDeep, place: [] },
  })
}

/** The engine's `checkText`; a text that is nested too deeply has no event to check. */
export function checkText(text: string): ReturnType<typeof engine.checkText> {
  return unlessTooDeep(() => engine.checkText(text), [])
}
