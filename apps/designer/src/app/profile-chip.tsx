import { Plug } from 'lucide-react'
import type { ReactNode } from 'react'
import { type BridgeState, chosenProfile } from '../bridge/bridge-store.ts'
import { useBridge } from '../designer/designer-context.tsx'
import { MenuButton } from '../ui/menu-button.tsx'

/** Which cluster records go to, and whether it answers. */
export function ProfileChip({ menu }: { menu: ReactNode }) {
  const state = useBridge((one) => one)
  const { name, word } = chip(state)
  const environment = chosenProfile(state)?.environment
  return (
    <MenuButton
      menu={menu}
      className={`btn${environment === 'production' ? ' production' : ''}`}
      aria-label={`Cluster: ${[name, word].filter(Boolean).join(' ')}`}
    >
      <Plug
        className={`icon small${state.status === 'connected' && state.topics !== null ? ' tone-ok' : ' faint'}`}
        aria-hidden
      />
      {name && <b>{name}</b>}
      {environment === 'production' && <span className="tone-err">Production</span>}{' '}
      <span className={name ? 'hide-narrow' : ''}>{word}</span>
    </MenuButton>
  )
}

function chip(state: BridgeState): { name: string | null; word: string } {
  switch (state.status) {
    case 'connecting':
      return { name: null, word: 'Connecting' }
    case 'away':
      return { name: null, word: 'Bridge off' }
    case 'no-token':
      return { name: null, word: 'Open the new link' }
    case 'connected':
      if (state.profile === null) return { name: null, word: 'No cluster' }
      if (state.clusterError !== null) return { name: state.profile, word: 'Unreachable' }
      return { name: state.profile, word: state.topics === null ? 'Connecting' : 'Connected' }
  }
}
