import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

/** A part of the page that is loaded after the first screen. */
export interface Later<M> {
  load(): Promise<M>
  /** Uses the part: at once where it is there, otherwise as soon as it is loaded. */
  use(run: (part: M) => void, onFailure?: (reason: unknown) => void): void
}

const loads: (() => Promise<unknown>)[] = []

export function later<M>(load: () => Promise<M>): Later<M> {
  let part: M | undefined
  const loadOnce = async () => {
    part ??= await load()
    return part
  }
  loads.push(loadOnce)
  return {
    load: loadOnce,
    use(run, onFailure) {
      if (part !== undefined) run(part)
      else void loadOnce().then(run, onFailure)
    },
  }
}

/** Loads every such part, so that it is there when it is first used, even without the server. */
export async function loadAllLater(): Promise<void> {
  await Promise.allSettled(loads.map((load) => load()))
}

type LazyComponent<P> = LazyExoticComponent<ComponentType<P>>

/** Such a part as a component: where it is loaded it renders at once, without the fallback that a promise would show. */
export function lazyPart<P>({ use }: Later<{ default: ComponentType<P> }>): LazyComponent<P> {
  // biome-ignore lint/suspicious/noThenProperty: React renders at once what such an object answers at once
  return lazy(() => ({ then: use }) as Promise<{ default: ComponentType<P> }>)
}

export function lazyLater<P>(load: () => Promise<{ default: ComponentType<P> }>): LazyComponent<P> {
  return lazyPart(later(load))
}
