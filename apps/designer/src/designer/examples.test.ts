import { expect, it } from 'vitest'
import { examples } from './examples.ts'
import { samplesOf } from './open-flow.ts'

it.each(examples)('$title opens with as many events as its card says', async ({ count, load }) => {
  const { default: text } = await load()
  expect(samplesOf(text, () => 'id')).toHaveLength(count)
})
