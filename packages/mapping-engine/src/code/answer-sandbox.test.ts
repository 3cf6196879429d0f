import { afterAll, beforeAll, expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { aConfig, anEvent } from '../testing/builders.ts'
import type { CodeRunner } from '../value/code-function.ts'
import { createCodeRunner } from './code-runner.ts'
import { loadSandbox } from './load-sandbox.ts'

let runner: CodeRunner
beforeAll(async () => {
  const limits = { callTime: 60_000 }
  runner = createCodeRunner(await loadSandbox(), { now: 0, collector: {}, limits })
})
afterAll(() => runner.dispose())

function inside(body: string): unknown {
  const fn = `$code:() => { ${body} }`
  const config = aConfig({ mapping: { order: { complete: { data: { map: { out: { fn }, kept: { value: 1 } } } } } } })
  const outcome = compileDestination(config, { code: runner }).run(anEvent())
  return outcome.kind === 'message' ? JSON.parse(outcome.record.value).out : outcome
}

// Node itself runs the same lines, and its answer is the one expected.
it.each([
  'return new URL("https://u:p@shop.example:8443/a/../b?x=1&y=%20ä#h").href',
  'const u = new URL("../c?q=1", "https://shop.example/a/b/"); return [u.origin, u.pathname, u.search, u.host, u.hash]',
  'const u = new URL("https://shop.example/?b=2&a=1"); u.searchParams.set("a", "ü &"); u.searchParams.append("c", ""); return u.href',
  'const u = new URL("https://shop.example/?b=2"); u.search = "?z=9"; return [u.searchParams.get("z"), u.searchParams.get("b")]',
  'const u = new URL("https://shop.example/x"); u.hostname = "münchen.example"; u.port = "99999"; u.protocol = "ftp"; return String(u)',
  'const u = new URL("https://shop.example/?utm_source=a&id=1"); u.searchParams.delete("utm_source"); return JSON.stringify({ u })',
  'try { new URL("no url") } catch (error) { return [error instanceof TypeError, error.message] }',
  'return [URL.canParse("x"), URL.canParse("x", "https://a.example"), URL.parse("x")]',
  'return Object.prototype.toString.call(new URL("https://a.example")) + Object.prototype.toString.call(new URLSearchParams())',
  'return [...new URLSearchParams("?a=1&a=2&b=%F0%9F%98%80+x")]',
  'return new URLSearchParams({ a: 1, b: "ä b" }).toString() + new URLSearchParams([["x", "1"], ["x", "2"]])',
  'const p = new URLSearchParams("b=1&a=2&b=3"); p.sort(); p.set("b", "9"); return [p.toString(), p.size, p.has("a"), p.has("a", "3"), p.get("q")]',
  'const p = new URLSearchParams("a=1&a=2"); p.delete("a", "1"); const seen = []; p.forEach((v, k) => seen.push(k + v)); return seen.concat([...p.keys()], [...p.values()])',
  'try { new URLSearchParams([["a"]]) } catch (error) { return error instanceof TypeError }',
  'return new URLSearchParams("x=\\ud800").get("x")',
  'return Object.fromEntries(new URL("https://a.example/?utm_medium=mail&utm_campaign=x").searchParams)',
  'return new TextDecoder().decode(new Uint8Array([239, 187, 191, 228, 104, 195, 164, 240, 159, 152, 128]))',
  'return new TextDecoder("latin1").decode(new Uint8Array([228, 128])) + new TextDecoder("UTF8").encoding',
  'try { new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([255])) } catch (error) { return error instanceof TypeError }',
  'try { new TextDecoder("klingon") } catch (error) { return error instanceof RangeError }',
  'return new TextDecoder().decode(new TextEncoder().encode("a\\u0000ß").buffer)',
])('%s', (body) => {
  const inNode = new Function(body)() as unknown
  expect(inside(`return JSON.stringify((() => { ${body} })())`)).toBe(JSON.stringify(inNode))
})

it('takes a URL that is returned as no property, as walkerOS does', () => {
  expect(inside('return new URL("https://a.example")')).toBeUndefined()
})

it('says that it cannot decode a stream', () => {
  const body = 'try { new TextDecoder().decode(new Uint8Array(1), { stream: true }) } catch { return 1 }'
  expect(inside(body)).toMatchObject({ kind: 'failed', reason: 'code-unavailable' })
})

it('leaves no way to the host behind', () => {
  expect(inside('return typeof globalThis.answerSandbox')).toBe('undefined')
})
