const bom = '\uFEFF'

/** A text without the byte order mark that some editors begin a file with. */
export function withoutBom(text: string): string {
  return text.startsWith(bom) ? text.slice(1) : text
}

/** The text as it belongs on disk. */
export function textOnDisk({ text, hasBom }: { text: string; hasBom: boolean }): string {
  return hasBom ? bom + text : text
}
