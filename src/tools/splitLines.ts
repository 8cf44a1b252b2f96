/** The lines of a text without their ends. A final line end closes the last line and begins no other: `a\n` is one line. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
