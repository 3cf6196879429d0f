import type { HttpBindings } from '@hono/node-server'
import type { Role } from '@mapping-designer/shared-types'
import type { Grant } from '../config/profile.ts'

export type Caller = Omit<Grant, 'token'>

/** What the guards tell the routes about the caller. */
export interface CallerEnv {
  Bindings: Partial<HttpBindings>
  Variables: { caller: Caller }
}

const order: readonly Role[] = ['viewer', 'producer', 'admin']

/** Whether a role may do all that another may. */
export function includesRole(role: Role, needed: Role): boolean {
  return order.indexOf(role) >= order.indexOf(needed)
}
