export interface DiffLine {
  readonly kind: 'added' | 'removed' | 'same' | 'hunk';
  /** Without the marker. */
  readonly text: string;
}

/** Lines of a unified diff without file headers. */
export function parseDiff(diff: string): DiffLine[] {
  const lines = diff.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => {
    switch (line[0]) {
      case '+':
        return { kind: 'added', text: line.slice(1) };
      case '-':
        return { kind: 'removed', text: line.slice(1) };
      case '@':
        return { kind: 'hunk', text: line };
      case ' ':
        return { kind: 'same', text: line.slice(1) };
      default:
        // `\ No newline at end of file`, and context lines whose one space was trimmed on the way.
        return { kind: line.startsWith('\\') ? 'hunk' : 'same', text: line };
    }
  });
}
