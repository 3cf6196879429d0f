// Patterns of what JSON and JavaScript put in quotes. They take one step for each escape and none for each character, so that texts
// of many megabytes stay within the stack of the platform.
export const doubleQuoted = /"[^"\\\n]*(?:\\[\s\S][^"\\\n]*)*"/.source
export const singleQuoted = /'[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'/.source
const template = /`[^`\\]*(?:\\[\s\S][^`\\]*)*`/.source

/** Strings of any kind. */
export const anyQuoted = `${doubleQuoted}|${singleQuoted}|${template}`
export const comments = /\/\/[^\n]*|\/\*[\s\S]*?\*\//.source
