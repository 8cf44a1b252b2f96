/**
 * Text without what no reader sees: line ends are `\n`, no line ends in blanks or tabs, and there is no empty line at the
 * end. Indentation, letter case and everything within a line count. Two texts match exactly when these are equal.
 */
export function comparableText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}
