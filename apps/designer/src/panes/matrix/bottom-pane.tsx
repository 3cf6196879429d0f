import { useView } from '../../app/designer-context.tsx'
import { ProblemsPane } from '../problems/problems-pane.tsx'
import { MatrixPane } from './matrix-pane.tsx'

/** Problems, or all samples at once. */
export function BottomPane() {
  return useView((state) => state.bottom) === 'problems' ? <ProblemsPane /> : <MatrixPane />
}
