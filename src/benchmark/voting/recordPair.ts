import type { AnsweredPair, AnsweredSide } from '../../chat/pair/pairTurn.ts';
import type { Entry } from '../../chat/chatState.ts';
import { type AnswerStep, type KeptSide, type PairLine, voteSchemaVersion } from './voteLine.ts';

/** Two answers of a chat, to be kept. Thinking and what tools found are left out. `askedAt`: ISO 8601. */
export function recordPair(
  { question, earlierMessages, isBlind, isInTurn, sides }: AnsweredPair,
  { id, askedAt }: { readonly id: string; readonly askedAt: string },
): PairLine {
  return {
    ...{ schema: voteSchemaVersion, kind: 'pair', id, askedAt, source: { kind: 'chat' } },
    ...{ question, earlierMessages, isBlind, isInTurn },
    sides: { left: recordSide(sides.left), right: recordSide(sides.right) },
  };
}

function recordSide({ contender, model, thinking, shown }: AnsweredSide): KeptSide {
  const { place } = model;
  return {
    engine: {
      ...{ id: contender.id, label: contender.label, model: model.name, identity: model.identity, thinking },
      place: place.kind === 'local' ? 'local' : place.isThisMachine ? 'this-machine' : 'remote',
    },
    progress: shown.progress === 'cut-off' ? 'cut-off' : 'done',
    steps: shown.entries.flatMap(stepOf),
    ...(shown.figures === undefined ? {} : { figures: withoutAbsent(shown.figures) }),
  };
}

function stepOf(entry: Entry): readonly AnswerStep[] {
  switch (entry.kind) {
    case 'assistant':
      return entry.text.trim() === '' ? [] : [{ kind: 'text', text: entry.text }];
    case 'call': {
      const { tool, target, progress, summary } = entry;
      const ended = progress === 'running' || progress === 'awaiting-approval' ? 'stopped' : progress;
      return [{ kind: 'call', tool, target, progress: ended, summary }];
    }
    case 'user':
    case 'summary':
    case 'notice':
    case 'pair':
      return [];
  }
}

function withoutAbsent({
  firstTokenMs,
  promptTokens,
  generatedTokens,
  ...rest
}: NonNullable<AnsweredSide['shown']['figures']>): NonNullable<KeptSide['figures']> {
  return {
    ...rest,
    ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
    ...(promptTokens === undefined ? {} : { promptTokens }),
    ...(generatedTokens === undefined ? {} : { generatedTokens }),
  };
}
