import { bundledPackages, type WalkerosPackages } from '../genuine/walkeros-packages.ts'
import { provenVersion } from '../runtime/versions.ts'

/** The version that generated cases are compared with: of `pnpm fuzz --walkeros X`, or the one that comes with the designer. */
export const versionUnderTest = process.env['DIFFERENTIAL_WALKEROS'] ?? provenVersion

/** Its packages; the configuration of the tests puts installed ones in the place of those that come with the designer. */
export const packagesUnderTest: WalkerosPackages = { ...bundledPackages, runtime: versionUnderTest }
