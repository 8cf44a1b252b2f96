/** A kept pair as a voter sees it: before the vote without, after it with names and figures. */
import type { Entry, PairEntry, PairSide, VoteChoice } from '../../chat/chatState.ts';
import { hidePair } from '../../chat/pair/hidePair.ts';
import type { KeptPair } from './readVotes.ts';
import type { KeptSide } from './voteLine.ts';

/** Whether the left answer is shown on the right, for each pair as often as it is asked. `random`: from 0 up to 1. */
export function drawSides(random: () => number): (pairId: string) => boolean {
  const drawn = new Map<string, boolean>();
  return (pairId) => {
    const isSwapped = drawn.get(pairId) ?? random() < 0.5;
    drawn.set(pairId, isSwapped);
    return isSwapped;
  };
}

/** All that is shown of a pair. */
export interface Ballot {
  readonly question: string;
  readonly earlierMessages: number;
  readonly entry: PairEntry;
}

export function hiddenBallot(pair: KeptPair, isSwapped: boolean): Ballot {
  const state = { isHidden: true, canVote: true, vote: undefined, isInTurn: false };
  return ballotOf(pair, { ...plainEntry(pair.id), ...state, sides: hidePair(shownSides(pair, isSwapped)) });
}

/** Of a pair with a vote. */
export function openBallot(pair: KeptPair, isSwapped: boolean): Ballot {
  const vote = pair.vote && turnChoice(pair.vote.choice, isSwapped);
  const state = { isHidden: false, canVote: false, vote, isInTurn: pair.isInTurn };
  return ballotOf(pair, { ...plainEntry(pair.id), ...state, sides: shownSides(pair, isSwapped) });
}

/** From the sides that are shown to those that are kept, and back. */
export function turnChoice(choice: VoteChoice, isSwapped: boolean): VoteChoice {
  if (!isSwapped || choice === 'tie' || choice === 'both-bad') return choice;
  return choice === 'left' ? 'right' : 'left';
}

function ballotOf({ question, earlierMessages }: KeptPair, entry: PairEntry): Ballot {
  return { question, earlierMessages, entry };
}

function plainEntry(id: string): Pick<PairEntry, 'kind' | 'id' | 'questionId'> {
  return { kind: 'pair', id, questionId: '' };
}

function shownSides({ sides }: Pick<KeptPair, 'sides'>, isSwapped: boolean): PairEntry['sides'] {
  const [left, right] = isSwapped ? [sides.right, sides.left] : [sides.left, sides.right];
  return { left: shownSide(left), right: shownSide(right) };
}

function shownSide({ engine, progress, steps, figures }: KeptSide): PairSide {
  return {
    label: engine.label,
    progress,
    entries: steps.map((step, index): Entry => {
      const id = `step-${index}`;
      if (step.kind === 'call') return { ...step, id, detail: '', edit: undefined };
      const rest = { thinking: '', thinkingMs: undefined, progress: 'done', usage: undefined } as const;
      return { kind: 'assistant', id, text: step.text, ...rest };
    }),
    activity: { kind: 'idle' },
    figures: figures && { firstTokenMs: undefined, promptTokens: undefined, generatedTokens: undefined, ...figures },
  };
}
