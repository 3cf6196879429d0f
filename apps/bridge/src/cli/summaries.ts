/** How each command is called and what it does: the help of all of them loads none. */
export const summaries = {
  serve: {
    usage: '[options] [flow]',
    description: 'start the designer, its bridge and, unless KAFKA_BROKERS names a cluster, a local Kafka',
  },
  preview: {
    usage: '[options] [flow]',
    description: 'show the Kafka record of each event',
  },
  check: {
    usage: '[options] <flow...>',
    description: 'run the step examples of flow files; exit code 1 where one does not give what it expects',
  },
  compare: {
    usage: '[options] <old> [new]',
    description: 'show what a change of a flow, or another version of walkerOS, does to the records of events',
  },
  consent: {
    usage: '[options] <flow>',
    description: 'show which fields of the records leave under which consent',
  },
  contract: {
    usage: '[options] <flow>',
    description: 'describe the values of each topic, for those who read them',
  },
  propose: {
    usage: '[options] [flow]',
    description: 'propose the rule that makes the records that are wanted of events',
  },
  produce: {
    usage: '[options] <flow>',
    description: 'produce the records of events and say where each was written',
  },
  run: {
    usage: '[options] <flow>',
    description: 'map the events of a topic and produce the records, exactly once, until it is stopped',
  },
  profile: {
    usage: '[options] <file>',
    description: 'print the config file for a cluster that a client of another program is configured for',
  },
} as const
