/** Asks the host's own classes; only texts go out and in, so that a function sees what it would see in Node. */
export type AskHost = (...question: string[]) => unknown

let host: AskHost = () => null

export const askHost: AskHost = (...question) => host(...question)

export function connectHost(ask: AskHost): void {
  host = ask
}
