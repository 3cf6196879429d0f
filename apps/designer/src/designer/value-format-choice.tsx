import { Segmented } from '../ui/segmented.tsx'
import { useDesigner, useView } from './designer-context.tsx'

const formats = { pretty: 'Pretty', raw: 'Raw' }

/** How values of records are shown, wherever one is. */
export function ValueFormatChoice() {
  const { view } = useDesigner()
  const format = useView((state) => state.valueFormat)
  const { chooseValueFormat } = view.getState().actions
  return <Segmented label="Value format" value={format} onChange={chooseValueFormat} options={formats} />
}
