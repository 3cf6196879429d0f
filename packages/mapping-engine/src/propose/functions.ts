import { type CodeRunner, codePrefix, type FunctionContext } from '../value/code-function.ts'

type Run = (value: unknown, event: unknown) => unknown

/** The functions that proposals hold. Only they are run to try a proposal, so no sandbox is needed. */
export interface Functions {
  /** The function as a flow file holds it. */
  write(source: string, run: Run): string
  runner: CodeRunner
}

export function createFunctions(): Functions {
  const known = new Map<string, Run>()
  return {
    write(source, run) {
      known.set(source, run)
      return `${codePrefix}${source}`
    },
    runner: {
      compile: (source) => {
        const run = known.get(source)
        return run && ((value: unknown, about: FunctionContext) => run(value, about.event))
      },
      begin() {},
      isSpent: false,
      dispose() {},
    },
  }
}

/** The JavaScript that reads a path of walkerOS: `value.data?.total`; undefined where the path leads nowhere. */
export function readerSource(path: string, root = 'value'): string {
  const [first = '', ...rest] = path.split('.')
  return root + stepSource(first, '') + rest.map((step) => stepSource(step, '?.')).join('')
}

function stepSource(step: string, link: string): string {
  if (/^\d+$/.test(step)) return `${link}[${step}]`
  return /^[A-Za-z_$][\w$]*$/.test(step) ? `${link || '.'}${step}` : `${link}[${JSON.stringify(step)}]`
}

/** A function of one value that a field may need. `of` is the JavaScript of it, `run` answers undefined where it makes no sense. */
export interface Conversion {
  /** `data.total in cents` */
  words: string
  of: (source: string) => string
  run: (value: unknown) => unknown
}

const ofNumber = (run: (value: number) => unknown) => (value: unknown) =>
  typeof value === 'number' ? run(value) : undefined
const ofText = (run: (value: string) => unknown) => (value: unknown) =>
  typeof value === 'string' ? run(value) : undefined
const ofTime = (run: (iso: string) => unknown) =>
  ofNumber((value) => (value > 1e11 && value < 4e12 ? run(new Date(value).toISOString()) : undefined))
const iso = (source: string) => `${source} && new Date(${source}).toISOString()`

export const conversions: readonly Conversion[] = [
  {
    words: 'as text',
    of: (source) => `${source}?.toString()`,
    run: (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined),
  },
  { words: 'with two decimals', of: (source) => `${source}?.toFixed(2)`, run: ofNumber((value) => value.toFixed(2)) },
  {
    words: 'as number',
    of: (source) => `Number(${source})`,
    run: (value) => {
      if (typeof value === 'boolean') return Number(value)
      return typeof value === 'string' && value.trim() !== '' ? Number(value) : undefined
    },
  },
  {
    words: 'in cents',
    of: (source) => `Math.round(${source} * 100)`,
    run: ofNumber((value) => Math.round(value * 100)),
  },
  { words: 'from cents', of: (source) => `${source} / 100`, run: ofNumber((value) => value / 100) },
  { words: 'rounded', of: (source) => `Math.round(${source})`, run: ofNumber(Math.round) },
  { words: 'as ISO time', of: iso, run: ofTime((text) => text) },
  {
    words: 'as ISO time without milliseconds',
    of: (source) => `${iso(source)}.slice(0, 19) + 'Z'`,
    run: ofTime((text) => `${text.slice(0, 19)}Z`),
  },
  { words: 'as date', of: (source) => `${iso(source)}.slice(0, 10)`, run: ofTime((text) => text.slice(0, 10)) },
  {
    words: 'in seconds',
    of: (source) => `Math.floor(${source} / 1000)`,
    run: ofNumber((value) => Math.floor(value / 1000)),
  },
  { words: 'as milliseconds since 1970', of: (source) => `Date.parse(${source})`, run: ofText(parsedTime) },
  {
    words: 'up to its tenth letter',
    of: (source) => `${source}?.slice(0, 10)`,
    run: ofText((value) => (/^\d{4}-\d\d-\d\dT/.test(value) ? value.slice(0, 10) : undefined)),
  },
  ...(['toLowerCase', 'toUpperCase', 'trim'] as const).map((method) => ({
    words: { toLowerCase: 'in lower case', toUpperCase: 'in upper case', trim: 'without spaces around it' }[method],
    of: (source: string) => `${source}?.${method}()`,
    run: ofText((value) => value[method]()),
  })),
  {
    words: 'without spaces around it, in lower case',
    of: (source) => `${source}?.trim().toLowerCase()`,
    run: ofText((value) => value.trim().toLowerCase()),
  },
  ...[',', ', ', ' ', '|', ';'].map((separator) => ({
    words: `joined by ${JSON.stringify(separator)}`,
    of: (source: string) => `${source}?.join(${JSON.stringify(separator)})`,
    run: (value: unknown) =>
      Array.isArray(value) && value.length > 0 && value.every(isScalar) ? value.join(separator) : undefined,
  })),
]

const isScalar = (value: unknown) => typeof value === 'string' || typeof value === 'number'

// Dates without a zone depend on the clock of the machine.
function parsedTime(value: string): number | undefined {
  return /^\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:?\d\d))?$/.test(value) ? Date.parse(value) : undefined
}
