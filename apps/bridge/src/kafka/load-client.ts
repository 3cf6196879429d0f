import { Ajv2020 } from 'ajv/dist/2020.js'

type Compile = Ajv2020['compile']

/**
 * Loads @platformatic/kafka (2.12.1). By itself it compiles fifty validators for the options of its methods while it is loaded, a
 * quarter of the start of a command, which uses a handful: here each is compiled when it is used first.
 */
export async function loadClient(): Promise<void> {
  const { compile } = Ajv2020.prototype
  Ajv2020.prototype.compile = function (this: Ajv2020, ...schema: Parameters<Compile>) {
    let made: ReturnType<Compile> | undefined
    const validate = (...value: Parameters<ReturnType<Compile>>) => {
      made ??= compile.apply(this, schema) as ReturnType<Compile>
      const isValid = made(...value)
      validate.errors = made.errors
      return isValid
    }
    validate.errors = undefined as ReturnType<Compile>['errors']
    return validate
  } as Compile
  try {
    await import('@platformatic/kafka')
  } finally {
    Ajv2020.prototype.compile = compile
  }
}
