import type { DestinationPlan, Explanation } from '@mapping-designer/mapping-engine'

/** A plan and how its samples are evaluated. */
export interface PreviewPlan extends DestinationPlan {
  /** Its events meet something before the destination. */
  isFollowed: boolean
  /** The functions of the flow may run; those of a flow that is not trusted are left out. */
  runsCode: boolean
  /** With what the bridge knows of the size of the record. */
  sized<E extends Explanation>(explanation: E): E
}
