import {
  type FlowDestination,
  type ReferenceValues,
  refusalAround,
  versionsOf,
  withWholeFlow,
} from '@mapping-designer/mapping-engine'
import type { JsonValue, PreviewRequest } from '@mapping-designer/shared-types'
import type { PreviewSettings } from '../document/preview-settings.ts'

/**
 * A destination with the way that events take to it, as somebody chose it. A flow that walkerOS would not bundle sends
 * nothing: its destination then says why.
 */
export function wayOf(
  destination: FlowDestination,
  file: JsonValue,
  env: ReferenceValues,
  settings: PreviewSettings,
): FlowDestination {
  const { into, previewAs } = settings
  const chosen = previewAs === null ? destination : { ...destination, runtime: runtimeOf(destination, previewAs) }
  // Most flows have nothing before the destination, and their events need not look for it at each keystroke.
  if (into === 'collector' && destination.stepsBefore.length === 0) {
    const refused = refusalAround(chosen, file)
    return refused === null ? chosen : { ...chosen, refused }
  }
  return wholeWayOf(chosen, file, env, settings)
}

/** The same where the way itself is looked at. */
export function wholeWayOf(
  destination: FlowDestination,
  file: JsonValue,
  env: ReferenceValues,
  { into, scope, assume }: PreviewSettings,
): FlowDestination {
  const request = readScope(scope)
  const whole = withWholeFlow(destination, file, {
    into,
    env,
    assume,
    ...('value' in request && { scope: request.value }),
  })
  return 'error' in whole ? { ...destination, refused: whole.error } : whole
}

function runtimeOf({ runtime }: FlowDestination, version: string): FlowDestination['runtime'] {
  return { ...runtime, ...versionsOf(version), because: 'chosen', written: version, override: null }
}

/** The request that somebody typed, or one sentence on why it is none. */
export function readScope(text: string): { value: JsonValue | undefined } | { error: string } {
  if (text.trim() === '') return { value: undefined }
  try {
    const value: JsonValue = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value }
    return {
      error: 'The request has to be a JSON object, such as {"headers": {"user-agent": "…"}, "ip": "203.0.113.7"}.',
    }
  } catch (error) {
    return { error: `The request is no JSON: ${error instanceof Error ? error.message : String(error)}.` }
  }
}

/** Where the events come in, as the bridge is asked for it. */
export function requestOf({ into, scope: text }: PreviewSettings): Pick<PreviewRequest, 'into' | 'scope'> {
  const scope = readScope(text)
  return { into, ...('value' in scope && scope.value !== undefined && { scope: scope.value }) }
}
