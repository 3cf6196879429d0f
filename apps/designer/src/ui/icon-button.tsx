import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'

/** A button that is an icon alone; its label is what it does. */
export function IconButton({
  Icon,
  label,
  isSmall = false,
  hasSmallIcon = isSmall,
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label' | 'type' | 'children'> & {
  Icon: LucideIcon
  label: string
  isSmall?: boolean
  hasSmallIcon?: boolean
}) {
  const classes = ['btn icon-only', isSmall && 'small', className].filter(Boolean)
  return (
    <button {...rest} type="button" aria-label={label} className={classes.join(' ')}>
      <Icon className={hasSmallIcon ? 'icon small' : 'icon'} aria-hidden />
    </button>
  )
}
