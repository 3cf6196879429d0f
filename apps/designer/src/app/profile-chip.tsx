import { Plug } from 'lucide-react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { type BridgeState, chosenProfile, whyNotProduce } from '../bridge/bridge-store.ts'
import { useBridge, useDesigner } from '../designer/designer-context.tsx'

/** Which cluster records go to, and whether it answers. */
export function ProfileChip() {
  const { bridge } = useDesigner()
  const state = useBridge((one) => one)
  const { name, word } = chip(state)
  const environment = chosenProfile(state)?.environment
  const profiles = state.session?.profiles ?? []
  return (
    <MenuTrigger>
      <Button
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
      </Button>
      <Popover className="popover">
        <Menu
          aria-label="Clusters"
          disabledKeys={['reason']}
          onAction={(key) => {
            if (key === 'again') void bridge.getState().actions.refresh()
            else bridge.getState().actions.chooseProfile(String(key))
          }}
        >
          {profiles.map((profile) => (
            <MenuItem key={profile.name} id={profile.name} className="popover-item" textValue={profile.name}>
              {profile.name}
              <span className="hint">{profile.mayProduce ? profile.environment : 'read only'}</span>
            </MenuItem>
          ))}
          {whyNotProduce(state) !== null && (
            <MenuItem id="reason" className="popover-item" textValue="Reason">
              {whyNotProduce(state)}
            </MenuItem>
          )}
          <MenuItem id="again" className="popover-item">
            Check again
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
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
