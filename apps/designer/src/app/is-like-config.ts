/** Whether a text has words of a flow file. */
export function isLikeConfig(text: string): boolean {
  return /\b(?:flows|settings|mapping|export|require)\b/.test(text)
}
