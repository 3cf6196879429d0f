/** What a text is as a config of walkerOS. */
export type Imported =
  /** A flow file with a Kafka destination: its text as it is. */
  | { kind: 'flow'; text: string }
  /** Something smaller, in a new flow file around it. */
  | { kind: 'wrapped'; text: string; message: string }
  /** Something that needs a change, which the person may want. */
  | { kind: 'offer'; text: string; message: string; label: string }
  | { kind: 'refused'; message: string }
