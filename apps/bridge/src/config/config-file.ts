import { basename, dirname, resolve } from 'node:path'
import { z } from 'zod'
import { issueInWords, type Sections } from './config-issue.ts'
import { checkBroker } from './environment.ts'
import { readForeignConfig } from './foreign-config.ts'
import type { Grant, Profile, RegistrySettings, Sasl } from './profile.ts'
import { readSecretYaml } from './read-secret-yaml.ts'
import { InvalidSetting, readCertificates, readText } from './setting-file.ts'

const secretSchema = z
  .string()
  .regex(
    /^(\$env\.\w+|file:.+)$/,
    'must name where the secret is: "$env.NAME" or "file:path"; secrets are not written out here',
  )

const passwordSchema = z.strictObject({
  mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
  username: z.string(),
  password: secretSchema.describe('`$env.NAME` or `file:PATH`; never the secret itself'),
})
const oauthSchema = z.strictObject({
  mechanism: z.literal('oauthbearer'),
  tokenEndpoint: z
    .url({ protocol: /^https?$/, error: 'must be the http(s) address of the token endpoint' })
    .describe('Asked by client credentials (RFC 6749, 4.4); a token is used until shortly before it expires'),
  clientId: z.string(),
  clientSecret: secretSchema.describe('`$env.NAME` or `file:PATH`'),
  scope: z.string().optional(),
})
const mskSchema = z.strictObject({
  mechanism: z.literal('aws-msk-iam'),
  region: z.string().describe('Credentials come from where the AWS SDK finds them: environment, profile or role'),
})
const saslSchema = z.discriminatedUnion('mechanism', [passwordSchema, oauthSchema, mskSchema], {
  error: ({ input }) =>
    (input as { mechanism?: unknown } | undefined)?.mechanism === 'aws'
      ? 'is "aws", which is the mechanism of a broker plug-in and not what Amazon MSK speaks; use aws-msk-iam'
      : 'must be plain, scram-sha-256, scram-sha-512, oauthbearer or aws-msk-iam',
})
const tlsSchema = z.strictObject({
  ca: z.string().optional().describe('PEM file of the authority'),
  cert: z.string().optional().describe('PEM file of the client certificate'),
  key: z
    .string()
    .regex(/^(\$env\.\w+|file:.+)$/, 'must name where the key is: "file:path" or "$env.NAME"')
    .optional()
    .describe('`file:PATH` or `$env.NAME`; with `cert`'),
})

const produceSchema = z.strictObject({
  enabled: z.boolean().default(false).describe('Records may be produced'),
  topics: z.array(z.string()).default([]).describe('Topics they may go to; `*` stands for any text'),
  createTopics: z
    .boolean()
    .default(false)
    .describe('Topics may be created; those of `topics` may get more partitions and other settings'),
  deleteTopics: z.boolean().default(false).describe('Topics may be deleted'),
  maxRecords: z.int().min(1).max(1_000).optional().describe('Most records of one request'),
  maxPerMinute: z.int().min(1).optional().describe('Most records of any 60 seconds, replays included'),
})

const registrySchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'must be the http(s) address of a schema registry' }),
  username: z.string().optional(),
  password: secretSchema.optional().describe('`$env.NAME` or `file:PATH`'),
  token: secretSchema.optional().describe('A bearer token instead of a user'),
  ca: z.string().optional().describe('PEM file of the authority'),
  register: z.boolean().default(false).describe('Schemas may be registered'),
  checkValues: z
    .boolean()
    .default(true)
    .describe('Values that do not fit the JSON Schema of `TOPIC-value` are refused'),
})

const profileSchema = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/, 'must be letters, digits, dots, dashes and underscores'),
  environment: z
    .enum(['local', 'development', 'staging', 'production'])
    .describe('With `production` the name of the profile has to be typed before anything is sent'),
  brokers: z.array(z.string()).min(1, 'needs at least one "host:port"').describe('`host:port`'),
  hosts: z.array(z.string()).optional().describe('Names that the brokers may advertise; `*` stands for any text'),
  ssl: z.union([z.boolean(), tlsSchema], 'must be true, false, or an object of ca, cert and key').optional(),
  sasl: saslSchema.optional(),
  produce: produceSchema.optional(),
  schemaRegistry: registrySchema.optional(),
})

const accessSchema = z.strictObject({
  hosts: z
    .array(z.string())
    .min(1, 'needs at least one name, such as "designer.example.com"')
    .describe('Names under which the page is called, with the port where it is not the usual one'),
  tokens: z
    .array(
      z.strictObject({
        name: z.string(),
        role: z.enum(['viewer', 'producer', 'admin']),
        token: secretSchema.describe('At least 24 characters, as `$env.NAME` or `file:PATH`'),
      }),
    )
    .min(1, 'needs at least one token'),
})

/** What a config file may hold. */
export const configSchema = z.strictObject({
  profiles: z.array(profileSchema).min(1, 'needs at least one profile'),
  access: accessSchema.optional(),
  audit: z
    .enum(['required', 'optional'], 'must be "required" or "optional"')
    .optional()
    .describe('With `required` nothing is produced or changed that the audit file cannot take'),
})

type Given = z.infer<typeof profileSchema>

/** What a config file says: clusters, and who may use the bridge beside the person who started it. */
export interface ConfigFile {
  profiles: Profile[]
  /** Host names under which the bridge is reached, and the tokens that were given out. */
  access?: { hosts: string[]; grants: Grant[] }
  /** Paths of the config file and of all files that it names: certificates, keys, secrets and tokens. */
  files: string[]
  /** Nothing may be done that the audit cannot take. */
  isAuditRequired?: boolean
}

/**
 * Reads a config file, YAML or JSON. Secrets stand in environment variables or files that it names; paths count from
 * the folder of the file. Throws InvalidSetting with the place, the cause and the fix.
 */
export function readConfigFile(path: string, variables: Record<string, string | undefined>): ConfigFile {
  const files = new Set<string>()
  const pathOf = (named: string): string => {
    const file = resolve(dirname(path), named)
    files.add(file)
    return file
  }
  const read = (named: string) => readText(pathOf(named), path)
  const certificates = (named: string) => readCertificates(pathOf(named), path)
  const { profiles, access, audit } = parse(read(basename(path)), path, variables)
  const names = profiles.map(({ name }) => name)
  const twin = names.find((name, index) => names.indexOf(name) !== index)
  if (twin !== undefined) throw new InvalidSetting(`${path}: two profiles have the name ${twin}.`)
  return {
    profiles: profiles.map((given, index) =>
      toProfile(given, { path, place: `profiles[${index}]`, variables, read, certificates }),
    ),
    ...(access && { access: { hosts: access.hosts, grants: access.tokens.map(toGrant) } }),
    files: [...files],
    isAuditRequired: audit === 'required',
  }

  function toGrant({ name, role, token: reference }: z.infer<typeof accessSchema>['tokens'][number], index: number) {
    const place = `access.tokens[${index}]`
    const token = secretOf(reference, `${place}.token`, { path, place, variables, read, certificates })
    if (token.length < shortestToken) {
      throw new InvalidSetting(`${path}: ${place}.token is shorter than ${shortestToken} characters.`)
    }
    return { name, role, token }
  }
}

/** A token is guessed at from the outside; 24 characters are beyond that. */
const shortestToken = 24

interface Where {
  path: string
  place: string
  variables: Record<string, string | undefined>
  /** The text of a file that the config names. */
  read: (named: string) => string
  certificates: (named: string) => string
}

function toProfile(given: Given, where: Where): Profile {
  const { name, environment, brokers, hosts, ssl, sasl, produce, schemaRegistry } = given
  for (const broker of brokers) checkBroker(broker, `${where.path}: ${where.place}.brokers`)
  return {
    name,
    environment,
    brokers,
    ...(ssl !== undefined && ssl !== false && { ssl: tlsOf(ssl, where) }),
    ...(sasl && { sasl: saslOf(sasl, where) }),
    ...(hosts && { hosts }),
    ...(schemaRegistry && { registry: registryOf(schemaRegistry, where) }),
    mayProduce: produce?.enabled ?? false,
    mayCreateTopics: produce?.createTopics ?? false,
    mayDeleteTopics: produce?.deleteTopics ?? false,
    topics: produce?.topics ?? [],
    ...(produce?.maxRecords !== undefined && { maxRecords: produce.maxRecords }),
    ...(produce?.maxPerMinute !== undefined && { maxPerMinute: produce.maxPerMinute }),
  }
}

function tlsOf(ssl: true | z.infer<typeof tlsSchema>, where: Where): NonNullable<Profile['ssl']> {
  if (ssl === true) return {}
  const { ca, cert, key } = ssl
  if ((cert === undefined) !== (key === undefined)) {
    throw new InvalidSetting(`${where.path}: ${where.place}.ssl needs cert and key together.`)
  }
  return {
    ...(ca !== undefined && { ca: where.certificates(ca) }),
    ...(cert !== undefined && { cert: where.certificates(cert) }),
    ...(key !== undefined && { key: secretOf(key, `${where.place}.ssl.key`, where) }),
  }
}

function saslOf(sasl: z.infer<typeof saslSchema>, where: Where): Sasl {
  switch (sasl.mechanism) {
    case 'oauthbearer':
      return { ...sasl, clientSecret: secretOf(sasl.clientSecret, `${where.place}.sasl.clientSecret`, where) }
    case 'aws-msk-iam':
      return sasl
    default:
      return { ...sasl, password: secretOf(sasl.password, `${where.place}.sasl.password`, where) }
  }
}

function registryOf(given: z.infer<typeof registrySchema>, where: Where): RegistrySettings {
  const { url, username, password, token, ca, register, checkValues } = given
  const secret = (reference: string, key: string) => secretOf(reference, `${where.place}.schemaRegistry.${key}`, where)
  return {
    url,
    mayRegister: register,
    checksValues: checkValues,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password: secret(password, 'password') }),
    ...(token !== undefined && { token: secret(token, 'token') }),
    ...(ca !== undefined && { ca: where.certificates(ca) }),
  }
}

function secretOf(reference: string, place: string, where: Where): string {
  if (reference.startsWith('file:')) {
    return where.read(reference.slice('file:'.length)).replace(/\r?\n$/, '')
  }
  return variableOf(reference, place, where)
}

function parse(text: string, path: string, variables: Where['variables']): z.infer<typeof configSchema> {
  const foreign = readForeignConfig(text, path)
  if (foreign !== undefined) {
    throw new InvalidSetting(
      `${path} is ${foreign.kind}; \`kafka-mapping-designer profile ${path}\` prints the config file for it.`,
    )
  }
  const read = readSecretYaml(text)
  if ('fault' in read) throw new InvalidSetting(`${path}: ${read.fault}`)
  const parsed = configSchema.safeParse(withVariables(read.value, { path, variables }))
  if (parsed.success) return parsed.data
  throw new InvalidSetting(`${path}: ${issueInWords(parsed.error.issues, sections)}`)
}

/** These stay references until they are needed, so that no secret can be written out. */
const secretKeys: readonly string[] = ['password', 'clientSecret', 'token', 'key']

/** The same settings with `$env.NAME` replaced by what the variable holds, wherever it stands but in secrets. */
function withVariables(value: unknown, where: Pick<Where, 'path' | 'variables'>, place = ''): unknown {
  if (typeof value === 'string') {
    return value.startsWith('$env.') ? variableOf(value, place, where) : value
  }
  if (Array.isArray(value)) return value.map((item, index) => withVariables(item, where, `${place}[${index}]`))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const at = place === '' ? key : `${place}.${key}`
      return [key, secretKeys.includes(key) ? item : withVariables(item, where, at)]
    }),
  )
}

function variableOf(reference: string, place: string, { path, variables }: Pick<Where, 'path' | 'variables'>): string {
  const name = reference.slice('$env.'.length)
  const value = variables[name]
  if (value !== undefined && value !== '') return value
  throw new InvalidSetting(`${path}: ${place} is ${reference}, but the environment variable ${name} is not set.`)
}

/** Settings by the one that holds them. */
const sections: Sections = {
  '': keysOf(configSchema),
  profiles: keysOf(profileSchema),
  ssl: keysOf(tlsSchema),
  sasl: [passwordSchema, oauthSchema, mskSchema].flatMap(keysOf),
  produce: keysOf(produceSchema),
  schemaRegistry: keysOf(registrySchema),
  access: keysOf(accessSchema),
  tokens: keysOf(accessSchema.shape.tokens.element),
}

function keysOf({ shape }: { shape: object }): string[] {
  return Object.keys(shape)
}
