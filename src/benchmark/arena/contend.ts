import { systemClock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { ChatEvent } from '../../chat/chatEvent.ts';
import type { RunRecord } from '../result.ts';
import type { BenchmarkEngine } from '../running/benchmarkEngine.ts';
import { createHoldups } from '../running/holdups.ts';
import { type Measurements, meterEngine } from '../running/meteredEngine.ts';
import { runAgent } from '../running/runAgent.ts';
import { CapReached, type Spending } from '../running/spending.ts';
import type { TaskAnswer } from '../running/taskAnswer.ts';
import type { FileEdit, TaskBase } from '../task.ts';
import type { Workshop } from '../workshop.ts';

/** One task that several engines are given, each in a copy of its own. */
export interface Contest {
  readonly instruction: string;
  readonly base: TaskBase;
  /** What is not committed yet, on top of the base. */
  readonly setup: readonly FileEdit[];
  /** As models are told. */
  readonly repository: string;
  readonly seed: number;
  readonly parameters: RunRecord['parameters'];
}

export interface Contender {
  readonly engine: BenchmarkEngine;
  /** What it may cost. */
  readonly spending: Spending;
}

export interface ContestAnswer {
  readonly engineId: string;
  readonly label: string;
  /** Against the contest's state: base and setup. */
  readonly edits: readonly FileEdit[];
  /** Its last words. */
  readonly text: string;
  /** What kept it from ending by itself: a budget, a loop, the context. */
  readonly hindrance: TaskAnswer['hindrance'];
  /** The engine failed; what it had changed until then is lost. */
  readonly error: unknown;
  readonly measured: Measurements;
  readonly durationMs: number;
}

export interface ContendPorts {
  readonly workshop: Workshop;
  readonly onEvent: (event: ChatEvent) => void;
  readonly log: Log;
}

/** The agent loop that users have, on the contest's task. Rejects with an `AbortError` alone. */
export async function contend(
  contest: Contest,
  { engine, spending }: Contender,
  { workshop, onEvent, log }: ContendPorts,
  signal: AbortSignal,
): Promise<ContestAnswer> {
  const clock = systemClock;
  const startedMs = clock.now();
  const metered = meterEngine({
    ...engine,
    reserve: (worst, inner) => spending.reserve(worst, inner),
    holdups: createHoldups(clock),
    onWait: () => {},
    clock,
  });
  const outcome = (rest: Pick<ContestAnswer, 'edits' | 'text' | 'hindrance' | 'error'>): ContestAnswer => ({
    ...{ engineId: engine.record.id, label: engine.record.label },
    ...rest,
    ...{ measured: metered.measured(), durationMs: clock.now() - startedMs },
  });
  const copy = await workshop.open(contest.base, contest.setup, signal);
  try {
    const around = { ...contest, item: { engine, seed: contest.seed }, engine: metered, copy, onEvent, clock, log };
    const { content, hindrance, text } = await runAgent(contest, around, signal);
    const edits = content.kind === 'edits' ? content.edits : [];
    const lack = content.kind === 'none' ? { reason: content.reason, detail: content.detail } : hindrance;
    return outcome({ edits, text, hindrance: lack, error: undefined });
  } catch (error) {
    if (signal.aborted) throw error;
    if (!(error instanceof CapReached)) return outcome({ edits: [], text: '', hindrance: undefined, error });
    const hindrance = { reason: 'budget-exhausted' as const, detail: error.cap };
    return outcome({ edits: await copy.changes(signal), text: '', hindrance, error: undefined });
  } finally {
    await copy.dispose();
  }
}
