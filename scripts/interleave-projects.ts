import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest, so that no other worker waits for it at the end. */
const longest =
  /\/((faults|run-worker|run-broker|torture)\.kafka|differential|differential-flows|event-runner)\.test\.ts$/

/** Files of all projects in turn: tests with a broker mostly wait, and the others fill that time. */
export class InterleaveProjects extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const projects = Map.groupBy(sorted, ({ project }) => project.name)
    const places = new Map<TestSpecification, number>()
    for (const specifications of projects.values())
      for (const [index, specification] of specifications.entries())
        places.set(specification, longest.test(specification.moduleId) ? -1 : index / specifications.length)
    return sorted.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
  }
}
