import type {
  AnswerOf,
  ApiContract,
  BodyOf,
  EventOf,
  HeadersOf,
  ParamsOf,
  QueryOf,
  Role,
  Route,
} from '@mapping-designer/shared-types'
import type { Caller } from './roles.ts'

/** A request whose caller, parameters, query, headers and body were checked against the contract of its route. */
export interface ApiRequest<R extends Route> {
  params: ParamsOf<R>
  query: QueryOf<R>
  headers: HeadersOf<R>
  body: BodyOf<R>
  /** The body as it was written; undefined without one. */
  text: string | undefined
  /** Whose token it is; undefined where the route takes none. */
  caller: R['needs'] extends Role ? Caller : undefined
  /** Aborts when the caller leaves before the answer. */
  signal: AbortSignal
}

/** Sends an event of a stream. Resolves when it was taken by the connection, or left out for a caller who reads slowly. */
export type Send<R extends Route> = <N extends EventOf<R>['name']>(
  name: N,
  data: Extract<EventOf<R>, { name: N }>['data'],
) => Promise<void>

/** Sends the events of a stream until it is through or the signal aborts; a rejection is the last event, `error`. */
export type RunStream<R extends Route> = (send: Send<R>, signal: AbortSignal) => Promise<void>

/** An answer whose status is not that of the contract. */
export class WithStatus<Answer> {
  readonly status: 429
  readonly answer: Answer
  constructor(status: 429, answer: Answer) {
    this.status = status
    this.answer = answer
  }
}

/** JSON of the contract, the run of its stream, or the text of another media type. Throws for all that is no answer. */
export type Answering<R extends Route> = R extends { events: object }
  ? RunStream<R>
  : R extends { answer: object }
    ? AnswerOf<R> | WithStatus<AnswerOf<R>>
    : string | AnyText

export type Handler<R extends Route> = (request: ApiRequest<R>) => Answering<R> | Promise<Answering<R>>

/** A handler whose route is not known. */
export type AnyHandler = (request: never) => AnyAnswer | Promise<AnyAnswer>
export type AnyAnswer = string | object | AnyRun | AnyText
export type AnyRun = (send: (name: string, data: unknown) => Promise<void>, signal: AbortSignal) => Promise<void>
export type AnyText = AsyncIterable<Uint8Array | string>

/** A handler for each route of a group of the contract. */
export type HandlersOf<Group extends keyof ApiContract> = {
  [Name in keyof ApiContract[Group]]: ApiContract[Group][Name] extends infer R extends Route ? Handler<R> : never
}
export type Handlers = { [Group in keyof ApiContract]: HandlersOf<Group> }
