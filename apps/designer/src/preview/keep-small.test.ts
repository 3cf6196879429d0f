import { compileDestination } from '@mapping-designer/mapping-engine'
import { aConfig, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { JsonObject } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { keepSmall } from './keep-small.ts'

const map = { id: 'data.id', gone: 'data.gone' }
const policy = { 'data.source': { value: 'web' } }
const mapping = { order: { complete: { data: { map }, policy } } }
const plan = compileDestination(aConfig({ mapping }, { key: 'data.nowhere' }), { now: 5 })

function aSmallPlan() {
  let count = 0
  const explainSmall = keepSmall((event) => {
    count++
    return plan.explain(event)
  })
  return { explainSmall, explained: () => count }
}

const order = (id: string) => anEvent({ name: 'order complete', data: { id } }) as unknown as JsonObject

describe('explanations of many samples', () => {
  it('say what each says alone', () => {
    const { explainSmall } = aSmallPlan()
    for (const id of ['A', 'B', 'A']) {
      const { steps, ...others } = explainSmall(order(id))
      const { steps: own, ...alone } = plan.explain(order(id))
      expect(others).toEqual(alone)
      const named = steps.map((step) => {
        if (step.kind !== 'data') return step
        const { kind, place, event, fields, value, include, removed } = step
        return { kind, place, event, fields, value, include, removed }
      })
      expect(named).toEqual(own)
    }
  })

  it('share what is alike, and take the notes of an event when somebody asks for them, once', () => {
    const { explainSmall, explained } = aSmallPlan()
    const [a, b] = [explainSmall(order('A')), explainSmall(order('B'))]
    const shared = a.steps.filter((step) => b.steps.includes(step)).map(({ kind }) => kind)
    expect(shared).toEqual(['completed', 'consent', 'rules'])
    expect(b.problems).toBe(a.problems)
    expect(a.problems).not.toEqual([])
    expect(explained()).toBe(2)
    const data = a.steps.find((step) => step.kind === 'data')
    expect(data?.fields).toMatchObject([{ target: ['id'] }, { target: ['gone'] }, { target: [] }])
    expect(data?.value).toEqual({ id: 'A' })
    expect(explained()).toBe(3)
  })

  it('share nothing that differs', () => {
    const { explainSmall } = aSmallPlan()
    const page = explainSmall({ name: 'page view' } as JsonObject)
    const complete = explainSmall(order('A'))
    expect(page.problems).not.toEqual(complete.problems)
    expect(page.problems).toEqual(plan.explain({ name: 'page view' }).problems)
  })
})
