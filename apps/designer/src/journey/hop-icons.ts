import {
  ArrowLeftRight,
  CirclePlus,
  FileText,
  LogIn,
  type LucideIcon,
  Send,
  ShieldCheck,
  SlidersHorizontal,
} from 'lucide-react'
import type { CardIcon } from './hop-card.ts'

export const hopIcons: Record<CardIcon, LucideIcon> = {
  source: LogIn,
  mapping: SlidersHorizontal,
  step: ArrowLeftRight,
  collector: CirclePlus,
  consent: ShieldCheck,
  record: FileText,
  request: Send,
}
