import {
  allRoutes,
  apiErrorSchema,
  commonEvents,
  type JsonObject,
  mediaTypeOf,
  parameterSchemas,
  parametersOf,
  type Route,
} from '@mapping-designer/shared-types'
import { z } from 'zod'

/** The OpenAPI 3.1 document of the bridge, made of the contract that checks its requests. */
export function openApiDocument(version: string): JsonObject {
  const paths: Record<string, JsonObject> = {}
  for (const route of allRoutes) {
    const path = route.path.replace('+}', '}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Kafka Mapping Designer: bridge', version, license: { name: 'MIT' } },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: schemaOf(apiErrorSchema) },
    },
  }
}

function operation(route: Route): JsonObject {
  const { method, path, summary, needs, body, status = 200 } = route
  const parameters = [
    ...parametersOf(route).map(({ name }) => ({
      name,
      in: 'path',
      required: true,
      schema: schemaOf(parameterSchemas[name] ?? z.string()),
    })),
    ...optionalParameters('query', route.query),
    ...optionalParameters('header', route.headers),
  ]
  const id = `${method.toLowerCase()}${path.replace(/[^\w]+(\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/\W/g, '')}`
  const needsToken = needs !== 'nothing' && needs !== 'key'
  return {
    summary,
    operationId: id,
    ...(needsToken && { security: [{ token: [] }], description: `Needs the role ${needs}.` }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } }),
    responses: {
      [status]: { description: 'Done', content: { [mediaTypeOf(route)]: { schema: answerSchema(route) } } },
      default: {
        description: 'Refused',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  }
}

/** For a stream, the data of each event by its name. */
function answerSchema({ answer, events }: Route): JsonObject {
  if (events === undefined) return schemaOf(answer ?? z.string())
  return schemaOf(z.object({ ...events, ...commonEvents }).partial())
}

function optionalParameters(place: 'query' | 'header', schema: z.core.$ZodType | undefined): JsonObject[] {
  const { properties = {} } = schema === undefined ? {} : (schemaOf(schema) as { properties?: JsonObject })
  return Object.entries(properties).map(([name, one]) => ({ name, in: place, required: false, schema: one }))
}

function schemaOf(schema: z.core.$ZodType): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })
  return rest as JsonObject
}
