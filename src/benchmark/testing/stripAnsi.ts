/** Without the escape sequences of terminals: colors, cursor moves, titles and links (ECMA-48). */
export function stripAnsi(text: string): string {
  // oxlint-disable-next-line no-control-regex -- escapes are what this is about
  return text.replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)|[@-Z\\^_])/g, '');
}
