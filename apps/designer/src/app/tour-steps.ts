import type { Pane, RecordTab } from '../designer/view-state.ts'

export interface TourStep {
  /** Selector of the place that is framed. */
  pane: string
  /** The pane that a phone shows for it. */
  phone: Pane
  tab?: RecordTab
  title: string
  text: string
}

export const tourSteps: readonly TourStep[] = [
  {
    pane: '[data-pane=samples]',
    phone: 'samples',
    title: 'Samples',
    text: 'The events you design with: paste real ones, or take them from a topic. The chosen one is what all other panes show.',
  },
  {
    pane: '[data-pane=rules]',
    phone: 'rules',
    title: 'Rules',
    text: 'One rule for each entity and action. A tick marks the rule that the chosen event follows; the number counts samples.',
  },
  {
    pane: '[data-pane=editor]',
    phone: 'rules',
    title: 'Mapping',
    text: 'Topic, key and the fields that leave. Each row shows the value it has now. Code shows the same as text.',
  },
  {
    pane: '[data-pane=record]',
    phone: 'record',
    tab: 'value',
    title: 'Record',
    text: 'What Kafka will get, byte for byte, with every keystroke. The badge compares it with the published walkerOS packages.',
  },
  {
    pane: '[data-pane=record]',
    phone: 'record',
    tab: 'why',
    title: 'Why',
    text: 'How the record came to be: what was completed, which rule was tried and taken, and where each field is from.',
  },
  {
    pane: '[data-pane=problems]',
    phone: 'problems',
    title: 'Problems',
    text: 'What walkerOS or Kafka would do silently, by name, with its cause. F8 goes from one to the next; many have a fix.',
  },
  {
    pane: 'header[role=banner], .app > header',
    phone: 'record',
    title: 'Produce, and what comes after',
    text: 'Produce sends the record to a cluster and reads it back. Save as test keeps it. Ctrl+K finds everything else.',
  },
]
