// Whatever is edited where, and taken back or made again: form, code and record say the same.
import { type Designer, expect, test } from '../fixtures.ts'

const steps = 16

/** Numbers that look random and are the same for a seed (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) % below
  }
}

async function agree({ editor, record, code }: Designer): Promise<void> {
  await editor.showForm()
  const topic = await editor.topic.inputValue()
  const source = await editor.source('order_id').inputValue()
  await expect(record.topic).toHaveText(topic)
  await editor.showCode()
  await code.ready()
  await code.find(`"topic": ${JSON.stringify(topic)}`)
  await code.find(`"order_id": ${JSON.stringify(source)}`)
}

for (const seed of [20_261]) {
  test(`form, code and record agree after random edits (seed ${seed})`, async ({ designer }) => {
    test.setTimeout(180_000)
    const { page, editor, record, code } = designer
    const next = random(seed)
    const undo = page.getByRole('button', { name: /^Undo/ })
    await designer.example('Shop orders')
    const paths = ['data.id', 'user.id', 'data.payment', 'user.session', 'data.nowhere']
    for (let step = 0; step < steps; step++) {
      switch (next(6)) {
        case 0:
          await editor.showForm()
          await editor.topic.fill(`topic.${step}`)
          break
        case 1:
          await editor.showForm()
          await editor.source('order_id').fill(paths[next(paths.length)] ?? '')
          break
        case 2:
          await editor.showForm()
          await editor.addField()
          break
        case 3: {
          await editor.showForm()
          const topic = await editor.topic.inputValue()
          await editor.showCode()
          await code.ready()
          await code.replace(`"topic": ${JSON.stringify(topic)}`, `"topic": "code.${step}"`)
          break
        }
        case 4:
          await editor.showForm()
          // Not back to the page before the example.
          if (!(await undo.getAttribute('aria-label'))?.includes('open a flow')) await page.keyboard.press('Control+z')
          break
        default:
          await editor.showForm()
          await page.keyboard.press('Control+Shift+z')
      }
      if (step % 5 === 4) await agree(designer)
    }
    await agree(designer)
    await expect(record.region.getByRole('alert')).toHaveCount(0)
  })
}
