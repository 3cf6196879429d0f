import { useCallback } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { useAnswer } from '../../designer/use-answer.ts'
import { Notice } from '../../ui/notice.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'

const names = {
  name: 'Name',
  tcp: 'TCP',
  tls: 'TLS',
  sasl: 'Login',
  metadata: 'Metadata',
  advertised: 'Advertised listeners',
  authorization: 'Authorisation',
}
const tones = { ok: 'ok', failed: 'err', skipped: 'quiet' } as const

/** How far a client comes on its way to each broker. */
export function ConnectionTab({ profile }: { profile: string }) {
  const { client } = useDesigner()
  const { value, error, isAsking, again } = useAnswer(
    useCallback(() => client.testConnection(profile), [client, profile]),
  )
  return (
    <>
      <div className="cluster-bar">
        <button type="button" className="btn" disabled={isAsking} onClick={again}>
          {isAsking ? 'Testing…' : 'Test again'}
        </button>
        <span className="faint" role="status">
          {isAsking ? 'Takes at most five seconds.' : ''}
        </span>
      </div>
      {error !== null && <Notice tone="err" text={error} />}
      {value?.brokers.map(({ broker, steps }) => (
        <table key={broker} className="pairs cluster-table" aria-label={`Steps to ${broker}`}>
          <caption>
            <code>{broker}</code>
          </caption>
          <tbody>
            {steps.map(({ step, state, detail, hint, took }) => (
              <tr key={step}>
                <th scope="row">
                  <ToneIcon tone={tones[state]} isSmall /> {names[step]}
                </th>
                <td className={state === 'failed' ? 'tone-err' : state === 'skipped' ? 'faint' : ''}>
                  {detail} {hint}
                </td>
                <td className="faint number">{state === 'skipped' ? '' : `${took} ms`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </>
  )
}
