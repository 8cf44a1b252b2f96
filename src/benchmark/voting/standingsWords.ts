/** What the page of standings says in sentences. Like reports it is in English. */
import { fewestVotes } from './fewestVotes.ts';
import type { Standing, Standings } from './standings.ts';

export function standingsHeadline({ state, rows, counted }: Standings): string {
  const [first, second] = rows;
  switch (state) {
    case 'no-votes':
      return 'No votes yet.';
    case 'too-few':
      return `${votesText(counted)}: too few to rank engines.`;
    case 'rated': {
      if (first === undefined || second === undefined) return votesText(counted);
      const isApart = isClearlyAbove(first, second);
      return isApart
        ? `By ${votesText(counted)}, ${engineName(first)} is ahead.`
        : `By ${votesText(counted)}, nobody is clearly ahead: the intervals of the first two overlap.`;
    }
  }
}

export function standingsNotes({ state, ties, bothBad, notBlind, waiting }: Standings): readonly string[] {
  const tooFew = `Ratings need at least ${fewestVotes} votes on each engine, that connect all engines, and each has to have won and lost some. Until then only the counts are shown.`;
  return [
    'This is what people liked, not what tests found right: it is kept apart from the benchmark.',
    ...(state === 'too-few' ? [tooFew] : []),
    ...(ties > 0 ? [`${votesText(ties)} found both alike: half a win for each.`] : []),
    ...(bothBad > 0 ? [`${votesText(bothBad)} found both bad, which rates nobody.`] : []),
    ...(notBlind > 0 ? [`Not blind: ${votesText(notBlind)}. The voter had seen which engine gave which answer.`] : []),
    ...(waiting > 0 ? [`Pairs of answers that wait for a vote: ${waiting}.`] : []),
  ];
}

export function engineName({ engine }: Standing): string {
  return engine.thinking ? `${engine.label}, thinking` : engine.label;
}

export function eloText(elo: number): string {
  const rounded = Math.round(elo);
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : ''}${Math.abs(rounded)}`;
}

function isClearlyAbove(first: Standing, second: Standing): boolean {
  const [above, below] = [first.rating?.interval.low, second.rating?.interval.high];
  return above !== undefined && below !== undefined && above > below;
}

function votesText(count: number): string {
  return count === 1 ? '1 vote' : `${count} votes`;
}
