/** Another broker uses the folder for the log. */
export class DataInUse extends Error {}

/** Somebody took a port between its choice and its use. */
export class PortTaken extends Error {}

/** Why a broker ended while it started, by everything that it printed. */
export function endedError(output: string): Error {
  const sentence = `Kafka ended while it started: ${lastError(output)}`
  // What is said first may be followed by what comes of it.
  if (/failed to acquire lock/i.test(output)) return new DataInUse(sentence)
  if (/failed to bind|address already in use/i.test(output)) return new PortTaken(sentence)
  return new Error(sentence)
}

function lastError(output: string): string {
  const lines = output.trim().split('\n')
  // An error line says that it failed, and the exception under it why.
  const exception = lines.map((line) => /^[\w.$]+(?:Exception|Error): (.+)/.exec(line)?.[1]).find(Boolean)
  return exception ?? lines.find((line) => /^(ERROR|FATAL)/.test(line)) ?? lines.at(-1) ?? 'it printed nothing'
}
