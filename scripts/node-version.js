// Plain JavaScript on purpose: an old Node must be able to read it. The package takes this file along.

/** The oldest Node that runs the project and the package: major and minor. */
const minimum = [22, 22]

/** Why this Node is too old, in one sentence; undefined where it is not. */
export function whyTooOld(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > minimum[0] || (major === minimum[0] && minor >= minimum[1])) return undefined
  return `Kafka Mapping Designer needs Node ${minimum.join('.')} or newer; this is Node ${version}.`
}
