import { env, l10n } from 'vscode';
import type { CompletionStatistics } from '../completion/completionStatistics.ts';

/** The last suggestion's cost in one line, for the status menu. */
export function describeCompletionStatistics({ lastLatencyMs, lastUsage }: CompletionStatistics): string {
  if (lastLatencyMs === undefined) return l10n.t('No suggestion has been made yet');
  const numbers = new Intl.NumberFormat(env.language, { maximumFractionDigits: 0 });
  const milliseconds = numbers.format(lastLatencyMs);
  if (lastUsage === undefined) return l10n.t('Last suggestion: {0} ms', milliseconds);
  return l10n.t(
    'Last suggestion: {0} ms, {1} tokens read, {2} reused',
    milliseconds,
    numbers.format(lastUsage.evaluatedTokens),
    numbers.format(lastUsage.reusedTokens),
  );
}
