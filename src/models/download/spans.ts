/** Bytes of a file, from `start` up to and without `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Sorted, and no two of them touch. */
export type Spans = readonly Span[];

export function addSpan(spans: Spans, added: Span): Spans {
  if (added.end <= added.start) return spans;
  const before = spans.filter(({ end }) => end < added.start);
  const after = spans.filter(({ start }) => start > added.end);
  const touched = spans.slice(before.length, spans.length - after.length);
  const start = Math.min(added.start, touched[0]?.start ?? added.start);
  const end = Math.max(added.end, touched.at(-1)?.end ?? added.end);
  return [...before, { start, end }, ...after];
}

/** What of `within` is not in `spans`. */
export function missingSpans(spans: Spans, within: Span): Spans {
  const missing: Span[] = [];
  let { start } = within;
  for (const span of spans) {
    if (span.end <= start) continue;
    if (span.start >= within.end) break;
    if (span.start > start) missing.push({ start, end: span.start });
    start = span.end;
  }
  if (start < within.end) missing.push({ start, end: within.end });
  return missing;
}

/** Up to where every byte from the first on is there. */
export function prefixEnd([first]: Spans): number {
  return first?.start === 0 ? first.end : 0;
}

export function byteCount(spans: Spans): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}
