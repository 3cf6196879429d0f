import { later } from '../ui/later.ts'

/** The mapping engine and what applies it to the document: nothing of it is needed on an empty page. */
export const engine = later(async () => {
  const [deriving, { analyseSamples }] = await Promise.all([import('./deriving.ts'), import('./analysing.ts')])
  const { createDeriving, requestCode } = deriving
  return { analyseSamples, createDeriving, requestCode }
})
