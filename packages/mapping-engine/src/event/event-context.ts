/**
 * What is not of the event and yet of its record: the clock and everything random. A preview leaves it out, so that the
 * same event always gives the same record; a writer of records gives each event its own.
 */
export interface EventContext {
  /** Milliseconds since 1970, for events without a timestamp and for functions. By default the clock of the plan. */
  now?: number | undefined
  /**
   * Random numbers and ids follow from this text: the same on a retry, others for another event. The place that an event
   * was read from is one, such as `orders/3/17` for topic, partition and offset.
   */
  seed?: string | undefined
}
