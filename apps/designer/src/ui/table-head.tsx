/** `width` in px; a hidden title is for screen readers alone. */
type Title = string | { title: string; className?: string; isHidden?: boolean; width?: number }

/** The title of a column of numbers, over their right edge. */
export const ofNumbers = (title: string): Title => ({ title, className: 'number' })

/** The row of titles of a table. */
export function TableHead({ titles }: { titles: readonly Title[] }) {
  return (
    <thead>
      <tr>
        {titles.map((given) => {
          const { title, className, isHidden, width }: Exclude<Title, string> =
            typeof given === 'string' ? { title: given } : given
          return (
            <th key={title} className={className} style={{ width }}>
              {isHidden ? <span className="sr-only">{title}</span> : title}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
