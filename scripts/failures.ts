// What went wrong in the reports of the test runners, each failure with its place and first lines.
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const maxLines = 12

interface VitestReport {
  testResults: {
    name: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
  }[]
}

export function failuresOfVitest({ testResults }: VitestReport, root: string): string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(root, name)
    const failed = assertionResults.filter(({ status }) => status === 'failed')
    const ofFile = message === '' || failed.length > 0 ? [] : [described(file, message)]
    return [...ofFile, ...failed.map((test) => described(`${file}: ${test.fullName}`, test.failureMessages.join('\n')))]
  })
}

interface Suite {
  specs?: { title: string; file: string; tests: { status: string; results: { errors: { message?: string }[] }[] }[] }[]
  suites?: Suite[]
}

export function failuresOfPlaywright({ specs = [], suites = [] }: Suite): string[] {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status !== 'expected')
      .map(({ status, results }) => {
        const messages = results.flatMap(({ errors }) => errors.map(({ message }) => message ?? ''))
        return described(`${file}: ${title}`, [status, ...messages].join('\n'))
      }),
  )
  return [...own, ...suites.flatMap(failuresOfPlaywright)]
}

function described(place: string, message: string): string {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.includes('node_modules'))
  return [`FAILED ${place}`, ...lines.slice(0, maxLines).map((line) => `  ${line.slice(0, 300)}`)].join('\n')
}
