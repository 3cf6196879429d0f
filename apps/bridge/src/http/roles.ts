import type { Role } from '@mapping-designer/shared-types'
import type { MiddlewareHandler } from 'hono'
import type { Grant } from '../config/profile.ts'
import { ApiProblem } from './api-problem.ts'

/** What the guards tell the routes about the caller. */
export interface CallerEnv {
  Variables: { caller: Omit<Grant, 'token'> }
}

const order: readonly Role[] = ['viewer', 'producer', 'admin']

/** Lets in callers whose role is at least this one. */
export function requireRole(role: Role): MiddlewareHandler<CallerEnv> {
  return async (context, next) => {
    const { caller } = context.var
    if (order.indexOf(caller.role) < order.indexOf(role)) {
      throw new ApiProblem(403, {
        code: 'role-too-low',
        message: `${caller.name} is a ${caller.role} here, and this takes a ${role}.`,
      })
    }
    await next()
  }
}
