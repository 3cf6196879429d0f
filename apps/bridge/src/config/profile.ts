import { matchesWildcard, type Role } from '@mapping-designer/shared-types'

/** How the bridge proves who it is, as plain data; `kafka/token-provider.ts` gets the tokens. */
export type Sasl =
  | { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string }
  | ({ mechanism: 'oauthbearer' } & OAuthClient)
  | { mechanism: 'aws-msk-iam'; region: string }

/** A client of an OAuth 2 token endpoint (client credentials, RFC 6749, 4.4). */
export interface OAuthClient {
  tokenEndpoint: string
  clientId: string
  clientSecret: string
  scope?: string | undefined
}

/** A registry with the API of Confluent's, as Redpanda, Apicurio, Karapace and Aiven have it too. */
export interface RegistrySettings {
  url: string
  username?: string | undefined
  password?: string | undefined
  token?: string | undefined
  /** PEM text. */
  ca?: string | undefined
  mayRegister: boolean
  /** Values are compared with the registered JSON Schema before they are produced. */
  checksValues: boolean
}

/** A cluster the bridge may talk to, and what it may do there. Credentials never leave the bridge. */
export interface Profile {
  name: string
  environment: 'local' | 'development' | 'staging' | 'production'
  brokers: string[]
  /** PEM texts. */
  ssl?: { ca?: string; cert?: string; key?: string }
  sasl?: Sasl
  /** Host names that the cluster may advertise, `*` for any text. */
  hosts?: string[]
  mayProduce: boolean
  mayCreateTopics: boolean
  mayDeleteTopics?: boolean
  /** Topics it may produce to; `*` stands for any text. */
  topics: string[]
  /** Most records of one request; 1,000 where it is not set. */
  maxRecords?: number
  registry?: RegistrySettings
  /** Most records of any 60 seconds, replays included. */
  maxPerMinute?: number
}

/** A token and what it lets its holder do. */
export interface Grant {
  /** Who it was given to, for the audit. */
  name: string
  role: Role
  token: string
}

/** Whether a profile lets records go to a topic. */
export function mayProduceTo({ topics }: Pick<Profile, 'topics'>, topic: string): boolean {
  return topics.some((pattern) => matchesWildcard(pattern, topic))
}
