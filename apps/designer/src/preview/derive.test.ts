import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import type { JsonObject } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { createCodePreviews } from './code-previews.ts'
import { chosenDestination, noReading, planAt, previewSample, readText } from './derive.ts'
import { stateOf } from './describe.ts'

function destinationWith(map: JsonObject) {
  const text = JSON.stringify(aFlow(aConfig({ mapping: { page: { view: { data: { map } } } } })))
  const destination = chosenDestination(readText(text, {}, noReading), null)
  if (destination === undefined) throw new Error('The flow has a destination.')
  return destination
}

const sample = { id: 'a', title: 'a', text: '{"name":"page view","data":{"id":"P-1"}}' }
const codeThatNeverStarts = () =>
  createCodePreviews(() => {
    throw new Error('Nothing here has functions.')
  })

it('takes the notes of one of many samples only when somebody asks, and they are those of one alone', () => {
  const map = { id: 'data.id', gone: 'data.gone' }
  const destination = destinationWith(map)
  const code = codeThatNeverStarts()
  const plans = [planAt(destination, 0, {}, false), planAt(destination, 0, {}, false)] as const

  const one = previewSample(plans[0], sample, code)
  const ofMany = previewSample(plans[1], sample, code, true)
  const data = ofMany.explanation?.steps.find(({ kind }) => kind === 'data')
  expect(Object.hasOwn(data ?? {}, 'fields')).toBe(false)
  expect(ofMany.explanation?.outcome).toEqual(one.explanation?.outcome)
  expect(data).toMatchObject({ fields: [{ target: ['id'] }, { target: ['gone'] }, { target: [] }] })
})

it('shows what a sample came to while the sandbox of its first function starts', () => {
  const code = codeThatNeverStarts()
  const plain = planAt(destinationWith({ id: 'data.id' }), 0, {}, false)
  const { explanation } = previewSample(plain, sample, code)
  const withCode = planAt(destinationWith({ id: { fn: '$code:() => 1' } }), 0, {}, false)
  const preview = previewSample(withCode, sample, code)
  expect(preview).toMatchObject({ isPending: true, explanation })
  expect(stateOf(preview).word).toBe('Mapped')
})
