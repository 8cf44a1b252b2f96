import type { AnswerEvent, PairEvent } from '../chatEvent.ts';
import type { Entry, PairEntry, PairSide, Side } from '../chatState.ts';
import { changeEntry, reduceEntries } from '../reduceEntries.ts';

/** Folds what happens to two answers into the entries of a chat. */
export function reducePair(entries: readonly Entry[], event: PairEvent): readonly Entry[] {
  switch (event.kind) {
    case 'pair-began':
      return [...entries, newPair(event)];
    case 'pair-side-began':
      return changeSide(entries, event, (side) => ({ ...side, progress: 'answering' }));
    case 'pair-side':
      return changeSide(entries, event, (side) => reduceSide(side, event.event));
    case 'pair-side-ended': {
      const { progress, figures } = event;
      return changeSide(entries, event, (side) => ({ ...side, progress, figures, activity: { kind: 'idle' } }));
    }
    case 'pair-shown': {
      const { isHidden, canVote, sides } = event;
      return changePair(entries, event.id, (pair) => ({ ...pair, isHidden, canVote, sides }));
    }
    case 'pair-voted':
      return changePair(entries, event.id, (pair) => ({ ...pair, vote: event.vote }));
    case 'pair-kept':
      return entries.flatMap((entry) =>
        entry.kind === 'pair' && entry.id === event.id ? entry.sides[event.side].entries : [entry],
      );
    case 'pair-dropped': {
      const pair = entries.find((entry) => entry.kind === 'pair' && entry.id === event.id);
      if (pair?.kind !== 'pair') return entries;
      return entries.filter((entry) => entry !== pair && entry.id !== pair.questionId);
    }
  }
}

export function reduceSide(side: PairSide, event: AnswerEvent): PairSide {
  if (event.kind === 'activity') return { ...side, activity: event.activity };
  return { ...side, entries: reduceEntries(side.entries, event) };
}

export function newSide(label: string | undefined): PairSide {
  return { label, progress: 'queued', entries: [], activity: { kind: 'idle' }, figures: undefined };
}

function newPair({ id, questionId, labels, isInTurn }: Extract<PairEvent, { kind: 'pair-began' }>): PairEntry {
  const sides = { left: newSide(labels?.left), right: newSide(labels?.right) };
  const isHidden = labels === undefined;
  return { kind: 'pair', id, questionId, isHidden, canVote: false, vote: undefined, isInTurn, sides };
}

function changePair(entries: readonly Entry[], id: string, change: (pair: PairEntry) => PairEntry): readonly Entry[] {
  return changeEntry(entries, id, (entry) => (entry.kind === 'pair' ? change(entry) : entry));
}

function changeSide(
  entries: readonly Entry[],
  { id, side }: { readonly id: string; readonly side: Side },
  change: (side: PairSide) => PairSide,
): readonly Entry[] {
  return changePair(entries, id, (pair) => ({ ...pair, sides: { ...pair.sides, [side]: change(pair.sides[side]) } }));
}
