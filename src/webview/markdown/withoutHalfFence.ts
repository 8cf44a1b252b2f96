/**
 * Leaves out a line being written that so far is only the beginning of a code fence (one to three ticks or tildes): it
 * would flash as a line of code, or as text, before it becomes the fence.
 */
export function withoutHalfFence(source: string): string {
  return source.replace(/(^|\n) {0,3}(?:`{1,3}|~{1,3})$/, '$1');
}
