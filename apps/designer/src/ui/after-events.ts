/** Runs a task after whatever the browser has to do first. */
export type Schedule = (task: () => void) => void

/** Runs tasks one after the other, each after the events that wait. */
export function afterEvents(): Schedule {
  const { port1, port2 } = new MessageChannel()
  const waiting: (() => void)[] = []
  port1.onmessage = () => waiting.shift()?.()
  return (task) => {
    waiting.push(task)
    port2.postMessage(null)
  }
}
