import type { PairCost, PairFigures } from '../../chat/chatState.ts';
import type { Words } from '../words.ts';

/** What an answer took, in one line. What is not known is said to be. */
export function figuresText(figures: PairFigures, words: Words): string {
  const { strings } = words;
  const { firstTokenMs, totalMs, promptTokens, generatedTokens, cost } = figures;
  const parts = [
    ...(firstTokenMs === undefined ? [] : [words.fill(strings.firstToken, words.latency(firstTokenMs))]),
    words.fill(strings.totalTime, words.latency(totalMs)),
    promptTokens === undefined || generatedTokens === undefined
      ? strings.pairTokensUnknown
      : words.fill(strings.pairTokens, words.count(promptTokens), words.count(generatedTokens)),
    costText(cost, words),
  ];
  return parts.join(' · ');
}

function costText(cost: PairCost, words: Words): string {
  switch (cost.kind) {
    case 'none':
      return words.strings.costNone;
    case 'unknown':
      return words.strings.costUnknown;
    case 'known':
      return cost.isUpperBound ? words.fill(words.strings.costAtMost, words.money(cost.usd)) : words.money(cost.usd);
  }
}
