import { isPlainObject } from '../path/is-plain-object.ts'
import { writePath } from '../path/write-path.ts'
import type { Ingest } from './ingest.ts'
import { packagesRunHere, type StepPort } from './step.ts'

/** Whether a flow names a published transformer that can be run here, and that has to be loaded first. */
export function needsPorts(flow: unknown): boolean {
  const text = JSON.stringify(flow) ?? ''
  return packagesRunHere.some((name) => text.includes(name))
}

/** The published transformers that can be run here, loaded where the flow names them. */
export async function loadPorts(flow: unknown): Promise<Readonly<Record<string, StepPort>>> {
  if (!needsPorts(flow)) return {}
  const { validateEventAgainstContract } = await import('@walkeros/transformer-validate')
  return { '@walkeros/transformer-validate': validatePort(validateEventAgainstContract) }
}

type Validate = typeof import('@walkeros/transformer-validate').validateEventAgainstContract

/** Its verdict is the package's own; around it stands what its push does, which is asynchronous there. Mirrors its `transformer.ts`. */
function validatePort(validate: Validate): StepPort {
  return {
    open(config) {
      const settings = isPlainObject(config['settings']) ? config['settings'] : {}
      const { mode, output, contract, format } = settings as {
        mode?: unknown
        output?: { isValid?: unknown; errors?: unknown }
        contract?: Record<string, unknown>[]
        format?: boolean
      }
      const isValidPath = output?.isValid ?? 'source.valid'
      const errorsPath = output?.errors ?? 'validation'
      return (event, ingest) => {
        const rules = {
          ...(contract !== undefined && { contracts: contract }),
          ...(format !== undefined && { format }),
        }
        const { isValid, errors } = validate(event as Record<string, never>, undefined, rules)
        if (typeof errorsPath === 'string' && errorsPath !== '') writeInto(ingest, errorsPath.split('.'), errors)
        const isWritten = typeof isValidPath === 'string' && isValidPath !== ''
        const judged = isWritten ? writePath(event, isValidPath, isValid) : event
        return mode === 'strict' && !isValid ? false : { event: judged }
      }
    },
  }
}

function writeInto(ingest: Ingest, steps: readonly string[], value: unknown): void {
  const last = steps.at(-1) ?? ''
  let current: Record<string, unknown> = ingest
  for (const step of steps.slice(0, -1)) {
    const next = current[step]
    const child = isPlainObject(next) ? next : {}
    current[step] = child
    current = child
  }
  current[last] = value
}
