import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import type { Imported } from './imported.ts'

/**
 * What can be carried over from a flow file of version 1 to 3 by rule: the platform, which was the key `web` or `server` of a
 * flow, and the packages of its bundle. Everything else stays where it is; what version 4 no longer knows is named.
 */
export function upgradeFlow(old: JsonObject): Imported {
  const flows = Object.fromEntries(
    Object.entries(old['flows'] as JsonObject).map(([name, flow]) => [
      name,
      isPlainObject(flow) ? upgraded(flow) : flow,
    ]),
  )
  const left = 'definitions' in old ? ' `definitions` is kept, but version 4 no longer resolves `$def`.' : ''
  return {
    kind: 'offer',
    text: `${JSON.stringify({ ...old, version: 4, flows }, null, 2)}\n`,
    message: `This is a flow file of version ${JSON.stringify(old['version'])}; only version 4 can be opened. Platform and packages can be carried over by rule; look at the rest yourself.${left}`,
    label: 'Upgrade a copy to version 4',
  }
}

function upgraded(flow: Record<string, unknown>): JsonObject {
  const { web, server, packages, config, ...rest } = flow as JsonObject
  const platform = server !== undefined ? 'server' : web !== undefined ? 'web' : undefined
  const settings = { ...(isPlainObject(server) ? server : {}), ...(isPlainObject(web) ? web : {}) }
  const known = isPlainObject(config) ? config : {}
  return {
    config: {
      ...known,
      ...(platform !== undefined && { platform }),
      ...(Object.keys(settings).length > 0 && { settings: settings as JsonValue }),
      ...(packages !== undefined && { bundle: { packages } }),
    } as JsonObject,
    ...rest,
  }
}
