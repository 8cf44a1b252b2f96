import type { EngineRecord, RunRecord, TaskResult } from '../result.ts';
import { type KeptSide, type PairLine, type VotedEngine, voteSchemaVersion } from './voteLine.ts';

export interface RunPairs {
  readonly run: Pick<RunRecord, 'id' | 'engines'>;
  readonly results: readonly TaskResult[];
  /** Ids of two engines of the run. */
  readonly engineIds: readonly [string, string];
}

/**
 * Both engines' first answers to each task that was put to both in one message of the chat prompt, for a blind vote.
 * `newId`: unique among all pairs; `askedAt`: ISO 8601. An answer that is an agent's work or an infill is no message.
 */
export function pairsOfRun(
  { run, results, engineIds: [leftId, rightId] }: RunPairs,
  newId: () => string,
): readonly PairLine[] {
  const [leftEngine, rightEngine] = [votedEngine(run.engines, leftId), votedEngine(run.engines, rightId)];
  if (leftEngine === undefined || rightEngine === undefined) return [];
  const answers = results.filter(isWholeAnswer);
  return answers.flatMap((left): readonly PairLine[] => {
    const right = answers.find(({ taskId, engineId }) => taskId === left.taskId && engineId === rightId);
    const question = left.evidence.transcript.find(({ role }) => role === 'user')?.text;
    if (left.engineId !== leftId || right === undefined || question === undefined) return [];
    return [
      {
        ...{ schema: voteSchemaVersion, kind: 'pair', id: newId(), askedAt: left.startedAt },
        source: { kind: 'run', runId: run.id, taskId: left.taskId },
        ...{ question, earlierMessages: 0, isBlind: true, isInTurn: true },
        sides: { left: sideOf(left, leftEngine), right: sideOf(right, rightEngine) },
      },
    ];
  });
}

/** Are these two engines' answers to this task among the pairs that are kept? */
export function isSamePair(a: Pick<PairLine, 'source' | 'sides'>, b: Pick<PairLine, 'source' | 'sides'>): boolean {
  if (a.source.kind !== 'run' || b.source.kind !== 'run') return false;
  if (a.source.runId !== b.source.runId || a.source.taskId !== b.source.taskId) return false;
  const idsOf = ({ sides }: Pick<PairLine, 'sides'>): string =>
    JSON.stringify([sides.left.engine.id, sides.right.engine.id].toSorted());
  return idsOf(a) === idsOf(b);
}

function isWholeAnswer({ through, sample, outcome, evidence }: TaskResult): boolean {
  return through === 'chat' && sample === 0 && outcome.kind !== 'infrastructure' && evidence.answer.trim() !== '';
}

function sideOf({ evidence, latency, usage, costUsd }: TaskResult, engine: VotedEngine): KeptSide {
  const { firstTokenMs, totalMs } = latency;
  return {
    engine,
    progress: 'done',
    steps: [{ kind: 'text', text: evidence.answer }],
    figures: {
      ...(firstTokenMs === null ? {} : { firstTokenMs }),
      ...{ totalMs, promptTokens: usage.promptTokens, generatedTokens: usage.generatedTokens },
      cost:
        costUsd === undefined
          ? { kind: 'none' }
          : costUsd === null
            ? { kind: 'unknown' }
            : { kind: 'known', usd: costUsd, isUpperBound: false },
    },
  };
}

function votedEngine(engines: readonly EngineRecord[], wanted: string): VotedEngine | undefined {
  const engine = engines.find(({ id }) => id === wanted);
  if (engine === undefined) return undefined;
  const { id, label, model, identity, place, thinking } = engine;
  return { id, label, model, identity, place, thinking };
}
