import { configurationReference, httpApiReference } from '@mapping-designer/bridge/docs'
import { problemsReference } from '@mapping-designer/mapping-engine/docs'

/** Pages of docs/ that come from the code. A test fails where one on disk is another. */
export function generatedPages(): Record<string, string> {
  return {
    'problems.md': problemsReference(),
    'configuration.md': configurationReference(),
    'http-api.md': httpApiReference(),
  }
}
