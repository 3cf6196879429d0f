import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { checkBroker, InvalidSetting, type Profile } from './environment.ts'

const secretSchema = z
  .string()
  .regex(
    /^(\$env\.\w+|file:.+)$/,
    'must name where the secret is: "$env.NAME" or "file:path"; secrets are not written out here',
  )

const saslSchema = z.strictObject({
  mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
  username: z.string(),
  password: secretSchema,
})

const produceSchema = z.strictObject({
  enabled: z.boolean().default(false),
  topics: z.array(z.string()).default([]),
  createTopics: z.boolean().default(false),
  maxRecords: z.int().min(1).max(1_000).optional(),
})

const profileSchema = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/, 'must be letters, digits, dots, dashes and underscores'),
  environment: z.enum(['local', 'development', 'staging', 'production']),
  brokers: z.array(z.string()).min(1, 'needs at least one "host:port"'),
  ssl: z.union([z.boolean(), z.strictObject({ ca: z.string().optional() })]).optional(),
  sasl: saslSchema.optional(),
  produce: produceSchema.optional(),
})

const configSchema = z.strictObject({ profiles: z.array(profileSchema).min(1, 'needs at least one profile') })

type Given = z.infer<typeof profileSchema>

/**
 * The cluster profiles of a config file, YAML or JSON. Secrets stand in environment variables or files that it names;
 * paths count from the folder of the file. Throws InvalidSetting with the place, the cause and the fix.
 */
export function profilesFromFile(path: string, variables: Record<string, string | undefined>): Profile[] {
  const { profiles } = parse(readText(path, path), path)
  const names = profiles.map(({ name }) => name)
  const twin = names.find((name, index) => names.indexOf(name) !== index)
  if (twin !== undefined) throw new InvalidSetting(`${path}: two profiles have the name ${twin}.`)
  return profiles.map((given, index) => toProfile(given, { path, place: `profiles[${index}]`, variables }))
}

interface Where {
  path: string
  place: string
  variables: Record<string, string | undefined>
}

function toProfile(given: Given, where: Where): Profile {
  const { name, environment, brokers, ssl, sasl, produce } = given
  for (const broker of brokers) checkBroker(broker, `${where.path}: ${where.place}.brokers`)
  return {
    name,
    environment,
    brokers,
    ...(ssl !== undefined && ssl !== false && { ssl: tlsOf(ssl, where) }),
    ...(sasl && { sasl: { ...sasl, password: secretOf(sasl.password, `${where.place}.sasl.password`, where) } }),
    mayProduce: produce?.enabled ?? false,
    mayCreateTopics: produce?.createTopics ?? false,
    topics: produce?.topics ?? [],
    ...(produce?.maxRecords !== undefined && { maxRecords: produce.maxRecords }),
  }
}

function tlsOf(ssl: true | { ca?: string | undefined }, { path }: Where): NonNullable<Profile['ssl']> {
  if (ssl === true || ssl.ca === undefined) return {}
  return { ca: readText(resolve(dirname(path), ssl.ca), path) }
}

function secretOf(reference: string, place: string, { path, variables }: Where): string {
  if (reference.startsWith('file:')) {
    return readText(resolve(dirname(path), reference.slice('file:'.length)), path).replace(/\r?\n$/, '')
  }
  const name = reference.slice('$env.'.length)
  const value = variables[name]
  if (value === undefined || value === '')
    throw new InvalidSetting(`${path}: ${place} is ${reference}, but the environment variable ${name} is not set.`)
  return value
}

function readText(file: string, from: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new InvalidSetting(`${from}: ${isMissing ? `${file} does not exist` : `${file} cannot be read`}.`)
  }
}

function parse(text: string, path: string): z.infer<typeof configSchema> {
  const document = parseDocument(text)
  const [fault] = document.errors
  if (fault !== undefined) throw new InvalidSetting(`${path}: ${fault.message.split('\n')[0]}`)
  const parsed = configSchema.safeParse(document.toJS())
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new InvalidSetting(`${path}: ${issue === undefined ? 'cannot be used.' : inWords(issue)}`)
}

function inWords(issue: z.core.$ZodIssue): string {
  const place = issue.path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`,
    '',
  )
  if (issue.code !== 'unrecognized_keys') return `${place || 'the file'} ${lower(issue.message)}.`
  const [key = ''] = issue.keys
  const meant = closest(key, knownKeys)
  return `${place === '' ? key : `${place}.${key}`} is not a setting${meant === undefined ? '' : `; did you mean ${meant}?`}${meant === undefined ? '.' : ''}`
}

function lower(message: string): string {
  return message.replace(/^Invalid input: expected/, 'must be').replace(/^[A-Z]/, (letter) => letter.toLowerCase())
}

const knownKeys = [configSchema, profileSchema, saslSchema, produceSchema].flatMap(({ shape }) => Object.keys(shape))

/** The known word that differs in the fewest letters, where those are few. */
function closest(word: string, known: readonly string[]): string | undefined {
  const best = known
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0]
  return best !== undefined && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.candidate : undefined
}

/** Letters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
