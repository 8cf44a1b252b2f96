const maxPeriodLines = 4;
const minCopies = 3;

/**
 * Cuts where the model began to go in circles: a group of up to four lines, three times in a row, is kept once. Undefined
 * when the text does nothing but circle within a line.
 */
export function cutRepetition(text: string): string | undefined {
  if (loopsWithinLine(text)) return undefined;
  const lines = text.split('\n');
  for (let start = 0; start < lines.length; start++) {
    for (let period = 1; period <= maxPeriodLines; period++) {
      if (isCircle(lines, start, period)) return lines.slice(0, start + period).join('\n');
    }
  }
  return text;
}

function isCircle(lines: readonly string[], start: number, period: number): boolean {
  if (start + period * minCopies > lines.length) return false;
  const group = lines.slice(start, start + period);
  // Closers and blank lines repeat by nature.
  if (!group.some((line) => /\w{2}/.test(line))) return false;
  for (let index = start + period; index < start + period * minCopies; index++) {
    if (lines[index] !== lines[index - period]) return false;
  }
  return true;
}

/** Such as `foo.foo.foo.foo.foo.`: three or more characters, four times or more, up to the end. Rulers are no loop. */
function loopsWithinLine(text: string): boolean {
  const line = text.slice(text.lastIndexOf('\n') + 1).trimEnd();
  for (let period = 3; period * 4 <= line.length && period <= 60; period++) {
    const unit = line.slice(-period);
    if (!/[\p{L}_]/u.test(unit)) continue;
    if (line.endsWith(unit.repeat(4))) return true;
  }
  return false;
}
