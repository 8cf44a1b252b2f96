/** What engines were asked and what it came to, month by month: lines of a file, and their sums. */
import * as z from 'zod';

const count = z.int().min(0);

/** Requests of one engine within a short time, as one line. */
export const usageEntrySchema = z.strictObject({
  schema: z.literal(1),
  /** `YYYY-MM-DD`, UTC. */
  day: z.iso.date(),
  /** `local`, or the id of an endpoint. */
  engine: z.string().min(1),
  model: z.string().min(1),
  /** `own`: on this machine, where nobody sends a bill. */
  place: z.enum(['own', 'remote']),
  requests: count,
  promptTokens: count,
  /** Of the prompt's, those that were read from a cache. */
  reusedTokens: count,
  writtenToCacheTokens: count,
  generatedTokens: count,
  /** Of requests whose price was known. In billionths of a dollar, so that sums are exact. */
  nanoUsd: count,
  /** Requests whose price was not known. */
  unpricedRequests: count,
});
export type UsageEntry = z.infer<typeof usageEntrySchema>;

export type UsageTotal = Omit<UsageEntry, 'schema' | 'day'>;

/** The entries of one month, by engine and model, dearest first and then by tokens. */
export function totalsOf(entries: readonly UsageEntry[]): readonly UsageTotal[] {
  const totals = new Map<string, UsageTotal>();
  for (const { schema: _, day: _day, ...entry } of entries) {
    const key = JSON.stringify([entry.engine, entry.model, entry.place]);
    const before = totals.get(key);
    totals.set(key, before === undefined ? entry : addUsage(before, entry));
  }
  return [...totals.values()].toSorted(
    (a, b) => b.nanoUsd - a.nanoUsd || b.promptTokens + b.generatedTokens - a.promptTokens - a.generatedTokens,
  );
}

/** `more` of the same engine and model. */
export function addUsage<T extends UsageTotal>(total: T, more: UsageTotal): T {
  return {
    ...total,
    requests: total.requests + more.requests,
    promptTokens: total.promptTokens + more.promptTokens,
    reusedTokens: total.reusedTokens + more.reusedTokens,
    writtenToCacheTokens: total.writtenToCacheTokens + more.writtenToCacheTokens,
    generatedTokens: total.generatedTokens + more.generatedTokens,
    nanoUsd: total.nanoUsd + more.nanoUsd,
    unpricedRequests: total.unpricedRequests + more.unpricedRequests,
  };
}

/** Lines that are none, such as one that a full disk cut, are left out. */
export function readUsage(text: string): readonly UsageEntry[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    try {
      const parsed = usageEntrySchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}

/** `YYYY-MM` of a day. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}
