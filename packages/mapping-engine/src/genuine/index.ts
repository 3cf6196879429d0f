export { checkGenuine, type GenuineQuestion } from './check-genuine.ts'
export { runGenuine } from './run-genuine.ts'
export type { WalkerosPackages } from './walkeros-packages.ts'
