import { z } from 'zod'
import type { Profile } from './profile.ts'
import { InvalidSetting, readCertificates } from './setting-file.ts'

const flag = z
  .enum(['true', 'false', '1', '0', ''], 'must be "true" or "false"')
  .optional()
  .transform((text) => text === 'true' || text === '1')
const list = z
  .string()
  .optional()
  .transform((text) =>
    (text ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  )

/** What the bridge reads from its environment. */
export const environmentSchema = z.object({
  KAFKA_BROKERS: list.describe(
    '`host:port`, several with commas; makes the profile `env`, and no local Kafka is started',
  ),
  KAFKA_TLS_ENABLED: flag.describe('`true` for TLS'),
  KAFKA_TLS_CAFILEPATH: z.string().optional().describe('PEM file with the certificates of the authority'),
  KAFKA_SASL_MECHANISM: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['plain', 'scram-sha-256', 'scram-sha-512'], 'must be plain, scram-sha-256 or scram-sha-512'))
    .optional()
    .describe('`plain`, `scram-sha-256` or `scram-sha-512`'),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  PRODUCE_ENABLED: flag.describe('`true` lets records be produced'),
  PRODUCE_TOPICS: list.describe('Topics they may go to, with commas; `*` stands for any text'),
  CREATE_TOPICS_ENABLED: flag.describe('`true` lets missing topics be created, and schemas registered'),
  SCHEMA_REGISTRY_URL: z
    .url({ protocol: /^https?$/, error: 'must be the http(s) address of a schema registry' })
    .optional(),
  SCHEMA_REGISTRY_USERNAME: z.string().optional(),
  SCHEMA_REGISTRY_PASSWORD: z.string().optional(),
})

/** The profile `env` that the KAFKA_* variables describe, or nothing where they name no brokers. */
export function profileFromEnvironment(variables: Record<string, string | undefined>): Profile | undefined {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues as [z.core.$ZodIssue]
    throw new InvalidSetting(`${String(path[0])} ${message}.`)
  }
  const settings = parsed.data
  if (settings.KAFKA_BROKERS.length === 0) return undefined
  for (const broker of settings.KAFKA_BROKERS) checkBroker(broker, 'KAFKA_BROKERS')
  return {
    name: 'env',
    environment: 'development',
    brokers: settings.KAFKA_BROKERS,
    ...tls(settings),
    ...sasl(settings),
    mayProduce: settings.PRODUCE_ENABLED,
    mayCreateTopics: settings.CREATE_TOPICS_ENABLED,
    topics: settings.PRODUCE_TOPICS,
    ...registry(settings),
  }
}

function registry(settings: Settings): Pick<Profile, 'registry'> {
  const { SCHEMA_REGISTRY_URL: url, SCHEMA_REGISTRY_USERNAME: username, SCHEMA_REGISTRY_PASSWORD: password } = settings
  if (url === undefined) return {}
  return { registry: { url, username, password, mayRegister: settings.CREATE_TOPICS_ENABLED, checksValues: true } }
}

type Settings = z.infer<typeof environmentSchema>

/** Throws where a broker is not host:port; `where` is the setting that it stands in. */
export function checkBroker(broker: string, where: string): void {
  const [, host, port] = /^(.*?)(?::(\d+))?$/s.exec(broker) ?? []
  const fault =
    port === undefined
      ? 'has no port'
      : Number(port) < 1 || Number(port) > 65_535
        ? `has port ${port}, and ports go from 1 to 65535`
        : /^(\[[\da-fA-F:.]+\]|[^\s/:@[\]]+)$/.test(host ?? '')
          ? undefined
          : 'has no host name or address before its port'
  if (fault !== undefined)
    throw new InvalidSetting(`${where} holds "${broker}", which ${fault}; write it as host:port.`)
}

function tls(settings: Settings): Pick<Profile, 'ssl'> {
  const path = settings.KAFKA_TLS_CAFILEPATH
  if (!settings.KAFKA_TLS_ENABLED && path === undefined) return {}
  return { ssl: path === undefined ? {} : { ca: readCertificates(path, 'KAFKA_TLS_CAFILEPATH') } }
}

function sasl(settings: Settings): Pick<Profile, 'sasl'> {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = settings
  if (mechanism === undefined && username === undefined) return {}
  if (username === undefined || password === undefined) {
    throw new InvalidSetting('KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD must both be set.')
  }
  return { sasl: { mechanism: mechanism ?? 'plain', username, password } }
}
