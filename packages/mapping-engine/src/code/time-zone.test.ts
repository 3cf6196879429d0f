// Functions run in processes of several time zones and languages: what they give is one and the same, or refused by name.
import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

const dates = [
  '2020-01-01',
  '2020',
  '2020-07',
  '+002020-01-01',
  '2020/01/01',
  '1/2/2020',
  'Jan 1 2020',
  '1 January 2020',
  'Wed, 01 Jul 2020',
  '2020-1-1',
  '20200101',
  'GMT 1 Jan 2020',
  'x',
]
const times = ['', 'T00:00', 'T10:20:30.5', ' 00:00', ' 10:20 PM']
const zones = ['', 'Z', 'z', ' UTC', ' GMT', '+01:00', '-0500', ' +0100', ' GMT+0100', ' EST', ' CET', ' (GMT)', ' utc']
const texts = dates.flatMap((date) => times.flatMap((time) => zones.map((zone) => date + time + zone)))

const fixed = 'new Date(1577836800000)'
const methods = [
  'getTimezoneOffset()',
  'getFullYear()',
  'getYear()',
  'getMonth()',
  'getDate()',
  'getDay()',
  'getHours()',
  'getMinutes()',
  'getSeconds()',
  'getMilliseconds()',
  'setFullYear(2021)',
  'setYear(21)',
  'setMonth(7)',
  'setDate(3)',
  'setHours(1)',
  'setMinutes(5)',
  'setSeconds(7)',
  'setMilliseconds(0)',
  'setUTCHours(3)',
  'getUTCDay()',
  'toString()',
  'toDateString()',
  'toTimeString()',
  'toISOString()',
  'toJSON()',
  'toUTCString()',
  'valueOf()',
  'toLocaleString()',
  'toLocaleDateString()',
  'toLocaleTimeString()',
]
const sources = [
  ...texts.flatMap((text) => [`Date.parse(${JSON.stringify(text)})`, `new Date(${JSON.stringify(text)}).getTime()`]),
  ...methods.map((method) => `${fixed}.${method}`),
  'new Date(-4e12).getSeconds()',
  'new Date(2020, 0, 1).getTime()',
  'Reflect.construct(Date, [2020, 0]).getTime()',
  'new (class extends Date {})("2020-01-01T00:00").getTime()',
  'new Date(["2020-01-01T00:00"]).getTime()',
  `new ${fixed}.constructor("2020/01/01").getTime()`,
  `new Date(${fixed}).getTime()`,
  'new Date(null).getTime()',
  'new Date({ valueOf: () => "Jan 1 2020" }).getTime()',
  'new Date({ [Symbol.toPrimitive]: () => 5 }).getTime()',
  'new Date(undefined).getTime()',
  'new Date("").getTime()',
  `${fixed} + ""`,
  `${fixed} - 0`,
  `\`\${${fixed}}\``,
  'Date()',
  'Date.UTC(2020, 0)',
  'JSON.stringify({ a: new Date(0) })',
  '(1234.5).toLocaleString()',
  '12345n.toLocaleString()',
  '[1234.5].toLocaleString()',
  '[3, 20].toLocaleString()',
  'new Float64Array([1234.5]).toLocaleString()',
  '"I".toLocaleLowerCase()',
  '"ä".localeCompare("z")',
  '["ä", "z", "a"].sort().join()',
  '"İ".toLowerCase()',
  'typeof Intl',
  'new Intl.DateTimeFormat().format(0)',
  '"ﬃ".normalize("NFKD")',
  `Object.prototype.toLocaleString.call(${fixed})`,
]

const program = `
const { createCodeRunner } = await import(${JSON.stringify(new URL('code-runner.ts', import.meta.url).href)})
const { loadSandbox } = await import(${JSON.stringify(new URL('load-sandbox.ts', import.meta.url).href)})
const code = createCodeRunner(await loadSandbox(), { now: 0, collector: {}, limits: { callTime: 60_000 } })
const written = (value) => (typeof value === 'number' ? String(value) : value) ?? null
const answers = ${JSON.stringify(sources)}.map((source) => {
  const native = (() => { try { return written((0, eval)(source)) } catch { return 'threw' } })()
  code.begin()
  try {
    return { given: written(code.compile('() => ' + source, [])({}, { event: {}, mapping: {}, collector: {}, consent: {} })), native }
  } catch (error) {
    return { refused: error.kind, message: error.message, native }
  }
})
console.log(JSON.stringify(answers))`

interface Answer {
  given?: unknown
  refused?: string
  native: unknown
}

const known = new Map<string, Answer[]>()

/** What a machine says, which is started once for all tests. */
function answersIn(zone: string, language: string): Answer[] {
  const name = `${zone} ${language}`
  const answers = known.get(name) ?? startIn(zone, language)
  known.set(name, answers)
  return answers
}

function startIn(TZ: string, LANG: string): Answer[] {
  const args = ['--input-type=module', '-e', program]
  const output = execFileSync(process.execPath, args, { env: { TZ, LANG, LC_ALL: LANG }, encoding: 'utf8' })
  return JSON.parse(output) as Answer[]
}

it('gives what every machine gives, and refuses by name what differs by time zone or language', () => {
  const machines = ['UTC', 'America/New_York', 'Asia/Kathmandu'].flatMap((zone) =>
    ['en_US.UTF-8', 'tr_TR.UTF-8'].map((language) => answersIn(zone, language)),
  )
  for (const [index, source] of sources.entries()) {
    const answers = machines.map((machine) => machine[index])
    const said = answers.map((answer) => answer && { ...answer, native: undefined })
    expect(said, source).toEqual(said.map(() => said[0]))
    for (const answer of answers) {
      if (answer?.refused === undefined) expect(answer?.given, source).toEqual(answer?.native)
      else expect(answer.refused, source).toBe('unavailable')
    }
  }
})

it('goes on with what does not differ', () => {
  const answers = answersIn('Asia/Kathmandu', 'en_US.UTF-8')
  const refused = sources.filter((_, index) => answers[index]?.refused !== undefined)
  const allowed = [
    'Date.parse("2020-01-01")',
    'Date.parse("2020-01-01T00:00Z")',
    'Date.parse("2020-01-01T00:00+01:00")',
  ]
  for (const source of [...allowed, `${fixed}.getSeconds()`, `${fixed}.toISOString()`])
    expect(refused).not.toContain(source)
})
