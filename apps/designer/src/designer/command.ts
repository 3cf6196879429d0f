export type CommandGroup = 'Commands' | 'Samples' | 'Rules' | 'Fields' | 'Problems'

/** Something that a person can do now, by its name. */
export interface Command {
  id: string
  group: CommandGroup
  title: string
  /** The title in a menu that says what it is about. */
  short?: string | undefined
  /** Its keys, or what it is about. */
  hint?: string | undefined
  /** It is shown in menus, and cannot be done now. */
  isOff?: boolean
  run(): void
}
