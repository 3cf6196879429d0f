import { allRoutes, maxBodyBytesOf, mediaTypeOf, type Route } from '@mapping-designer/shared-types'
import { z } from 'zod'
import { configSchema } from '../config/config-file.ts'
import { environmentSchema } from '../config/environment.ts'

interface Described {
  type?: string
  description?: string
  default?: unknown
  const?: unknown
  enum?: unknown[]
  properties?: Record<string, Described>
  required?: string[]
  items?: Described
  anyOf?: Described[]
  oneOf?: Described[]
}

/** docs/configuration.md, made of the schemas that check the settings. */
export function configurationReference(): string {
  const config = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as Described
  const environment = Object.entries(environmentSchema.shape).map(
    ([name, schema]) => `| \`${name}\` | ${(schema as z.ZodType).description ?? ''} |`,
  )
  return `# Configuration

This page is written by \`npx -y pnpm write-docs\` from the schemas that check the settings.

## Environment

| variable | meaning |
|---|---|
${environment.join('\n')}
| \`LOG_LEVEL\` | \`warn\` unless it is set; logs go to standard error as JSON |

## Config file

YAML or JSON, named with \`--config\`. A key that is not listed is an error. Paths count from the folder of the file. It and
the files that it names are UTF-8. A workspace never shows them; keep them outside of the folder with the flow files all the same.

| setting | values | meaning |
|---|---|---|
${rows(config, '').join('\n')}
`
}

function rows(schema: Described, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const place = prefix === '' ? name : `${prefix}.${name}`
    const isNeeded = schema.required?.includes(name) ?? false
    return rowsOf(place, inner, isNeeded)
  })
}

function rowsOf(place: string, schema: Described, isNeeded: boolean): string[] {
  const own = `| \`${place}\` | ${typeOf(schema)}${isNeeded ? ', needed' : ''} | ${schema.description ?? ''} |`
  if (schema.items?.properties !== undefined) return [own, ...rows(schema.items, `${place}[]`)]
  const choices = (schema.anyOf ?? schema.oneOf ?? []).filter(({ properties }) => properties !== undefined)
  if (choices.length > 1) {
    return [own, ...choices.flatMap((choice) => rows(choice, `${place} (${mechanismOf(choice)})`))]
  }
  return [own, ...rows(choices[0] ?? schema, place)]
}

function mechanismOf({ properties }: Described): string {
  const { const: one, enum: some } = (properties as Record<string, Described>)['mechanism'] as Described
  return some === undefined ? String(one) : some.join(', ')
}

function typeOf(schema: Described): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return [...new Set(choices.map(typeOf))].join(' or ')
  const fallback =
    schema.default === undefined || typeof schema.default === 'object'
      ? ''
      : `, \`${String(schema.default)}\` without it`
  if (schema.type === 'array') return `list of ${schema.items?.type}s`
  return `${schema.type}${fallback}`
}

/** docs/http-api.md, made of the contract that the routes are mounted from. */
export function httpApiReference(): string {
  const lines = allRoutes.map((route) => {
    const { method, path, summary, needs } = route
    return `| \`${method} ${path.replace('+}', '}')}\` | ${needs} | ${bodyLimit(route)} | ${answered(route)} | ${summary} |`
  })
  return `# HTTP API

This page is written by \`npx -y pnpm write-docs\`. The bridge itself has the whole document, with every schema, at
\`GET /api/openapi.json\`.

Requests below \`/api\` carry \`Authorization: Bearer TOKEN\` with the token of the start link, or one of the config file, and JSON with
\`Content-Type: application/json\`. An error is \`{"error": {"code", "message", "hint"?, "place"?}}\` with a fitting status: 400 and 422 for what
is wrong with the request, 401 and 403 for what is not allowed, 404, 409 for what is not as expected, 413, 429, and 502 to 504 for what
the cluster did not do. A path answers 405 to a method that it does not have, and names those that it has in \`Allow\`; \`HEAD\` gets
the status of \`GET\`.

A stream of server-sent events has JSON as the data of each event. Beside the events of the table it may send \`alive\` when nothing
happens, \`dropped\` with the \`count\` of events that were left out because the caller reads slowly, and as its last one \`error\`, in the shape above.

| route | needs | body, at most | answers | does |
|---|---|---|---|---|
${lines.join('\n')}
`
}

function bodyLimit(route: Route): string {
  const bytes = maxBodyBytesOf(route)
  if (bytes === 0) return ''
  return bytes >= 2 ** 20 ? `${bytes / 2 ** 20} MiB` : `${bytes / 2 ** 10} KiB`
}

function answered(route: Route): string {
  if (route.events !== undefined) return `events: ${Object.keys(route.events).join(', ')}`
  return route.answer === undefined ? (mediaTypeOf(route).split(';')[0] ?? '') : 'JSON'
}
