import type { Entry, PairSide, Side } from '../chatState.ts';

/**
 * Two answers as someone may see them who is to vote: text, and what the tools were asked. Nothing of who wrote them, how
 * long it took or what it cost, and no thinking, which some engines show and others do not. Entries get new ids, as an
 * engine's own could tell it.
 */
export function hidePair(sides: Readonly<Record<Side, PairSide>>): Readonly<Record<Side, PairSide>> {
  return { left: hideSide(sides.left, 'left'), right: hideSide(sides.right, 'right') };
}

function hideSide({ progress, entries }: PairSide, name: Side): PairSide {
  return {
    label: undefined,
    progress,
    entries: entries.flatMap((entry, index) => hideEntry(entry, `${name}-${index}`)),
    activity: { kind: 'idle' },
    figures: undefined,
  };
}

function hideEntry(entry: Entry, id: string): readonly Entry[] {
  switch (entry.kind) {
    case 'assistant':
      if (entry.text.trim() === '') return [];
      return [{ ...entry, id, thinking: '', thinkingMs: undefined, usage: undefined }];
    case 'call':
      return [{ ...entry, id }];
    case 'user':
    case 'summary':
    case 'notice':
    case 'pair':
      return [];
  }
}
