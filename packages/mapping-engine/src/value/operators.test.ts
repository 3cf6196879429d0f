import { valueConfigSchema } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { operatorNames } from './operators.ts'

it('are those that the schema of a value knows', () => {
  expect(Object.keys(valueConfigSchema.def.shape).sort()).toEqual([...operatorNames])
})
