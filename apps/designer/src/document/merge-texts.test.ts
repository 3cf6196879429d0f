import { expect, it } from 'vitest'
import { mergeTexts } from './merge-texts.ts'

const base = '{\r\n  "a": 1,\r\n  "b": 2,\r\n  "c": 3,\r\n  "d": 4\r\n}'

it('keeps both changes of different lines, and the line ends', () => {
  expect(mergeTexts(base.replace('1', '10'), base, base.replace('4', '40'))).toBe(
    base.replace('1', '10').replace('4', '40'),
  )
})

it('takes a change that both made', () => {
  expect(mergeTexts(base.replace('2', '20'), base, base.replace('2', '20'))).toBe(base.replace('2', '20'))
})

it('leaves two changes of one line to the person', () => {
  expect(mergeTexts(base.replace('2', '20'), base, base.replace('2', '200'))).toBe(null)
})
