/** A schema that values were written with. */
export interface WrittenSchema {
  id: number
  /** AVRO, PROTOBUF or JSON. */
  schemaType: string
  schema: string
  /** All that it refers to, each after those that it refers to itself. */
  references: { name: string; schema: string }[]
}
