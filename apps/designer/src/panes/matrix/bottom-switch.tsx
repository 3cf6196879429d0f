import { useDesigner, useView } from '../../app/designer-context.tsx'
import { Segmented } from '../../ui/segmented.tsx'

/** What the row at the bottom shows. */
export function BottomSwitch() {
  const { view } = useDesigner()
  const bottom = useView((state) => state.bottom)
  return (
    <Segmented
      label="Show below"
      value={bottom}
      onChange={(chosen) => view.getState().set({ bottom: chosen })}
      options={[
        { value: 'problems', label: 'Problems' },
        { value: 'matrix', label: 'Matrix' },
      ]}
    />
  )
}
