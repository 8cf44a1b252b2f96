import { mkdir } from 'node:fs/promises';
import type { Disposable } from '../../base/disposables.ts';
import { abortError } from '../../base/appError.ts';
import { Emitter, type Event } from '../../base/event.ts';
import type { Log } from '../../base/log.ts';
import { createPauseGate } from '../../benchmark/running/pauseGate.ts';
import type { RunEnd, RunEvent, RunShortfall } from '../../benchmark/running/runProgress.ts';
import { type ConductEvent, type RunRequest, conductRun } from '../../harness/benchmark/conductRun.ts';
import { type Preparation, type PreparationRequest, prepareTasks } from '../../harness/benchmark/prepareTasks.ts';
import type { BenchmarkJob } from './benchmarkJob.ts';
import { emptyPreparation, foldPreparation } from './foldPreparation.ts';
import { type RunStatus, writeRunStatus } from './runStatus.ts';

/** Does one thing at a time. What is stopped rejects with an `AbortError`, and can be gone on with. */
export interface BenchmarkRunner extends Disposable {
  readonly job: BenchmarkJob;
  readonly onChange: Event<undefined>;
  prepare(request: PreparationRequest): Promise<Preparation>;
  /** `open`: makes the engines ready; they are closed again afterwards. */
  run(order: RunOrder): Promise<RunEnd>;
  pause(): void;
  resume(): void;
  stop(): void;
}

export interface RunOrder {
  readonly id: string;
  readonly open: (signal: AbortSignal) => Promise<OpenedRun>;
  readonly status: Omit<RunStatus, 'schema' | 'total' | 'state' | 'shortfalls'>;
}

export interface OpenedRun extends Disposable {
  readonly request: Omit<RunRequest, 'gate' | 'log'>;
}

/** Why no test starts on this machine: the test file that was tried, and what was written instead. */
export interface TestsProblem {
  readonly file: string;
  readonly output: string;
}

export function createBenchmarkRunner(log: Log, onNothingStarts: (problem: TestsProblem) => void): BenchmarkRunner {
  const changes = new Emitter<undefined>((error) => log.error('a listener to the benchmark failed', error));
  let job: BenchmarkJob = { kind: 'idle' };
  let isClosing = false;
  let working: { readonly abort: AbortController; readonly gate: ReturnType<typeof createPauseGate> } | undefined;

  const become = (next: BenchmarkJob): void => {
    job = next;
    changes.fire(undefined);
  };

  const work = async <T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    if (working !== undefined) throw new Error('a benchmark is under way');
    const mine = {
      abort: new AbortController(),
      gate: createPauseGate((error) => log.error('a listener to the pause failed', error)),
    };
    working = mine;
    mine.gate.onChange((isPaused) => {
      if (job.kind === 'running') become({ ...job, running: { ...job.running, isPaused } });
    });
    try {
      return await run(mine.abort.signal);
    } catch (error) {
      throw mine.abort.signal.aborted ? abortError() : error;
    } finally {
      working = undefined;
      become({ kind: 'idle' });
    }
  };

  const follow = (id: string, onOpened: (total: number) => void) => {
    const waiting = new Map<string, string>();
    return (event: ConductEvent): void => {
      const isPaused = working?.gate.isPaused === true;
      if (event.kind === 'opened') {
        const { done, total } = event;
        onOpened(total);
        const running = { done, total, remainingMs: undefined, isPaused, spentUsd: 0, waitingFor: [] };
        become({ kind: 'running', runId: id, running });
        return;
      }
      const { done, total, remainingMs, spent } = event.progress;
      noteWaiting(event.progress.event, waiting);
      const waitingFor = [...waiting.values()];
      const running = { done, total, remainingMs, isPaused, spentUsd: spent.usd, waitingFor };
      become({ kind: 'running', runId: id, running });
    };
  };

  return {
    get job() {
      return job;
    },
    onChange: changes.event,
    prepare: (request) =>
      work(async (signal) => {
        let preparation = emptyPreparation(request.count);
        become({ kind: 'preparing', preparation });
        return prepareTasks(
          request,
          (event) => {
            if (event.kind === 'nothing-starts') onNothingStarts(event);
            preparation = foldPreparation(preparation, event);
            become({ kind: 'preparing', preparation });
          },
          signal,
        );
      }),
    run: ({ id, open, status }) =>
      work(async (signal) => {
        become({ kind: 'opening', runId: id });
        const opened = await open(signal);
        const { folder } = opened.request;
        let total = 0;
        let writing: Promise<void> = Promise.resolve();
        const note = (state: RunStatus['state'], shortfalls: readonly RunShortfall[]): Promise<void> => {
          const next: RunStatus = { schema: 1, ...status, total, state, shortfalls: shortfalls.map(shortfallName) };
          writing = writing.then(() => writeRunStatus(folder, next));
          return writing;
        };
        try {
          // Before the run is there to be seen, so that it is seen below its task set.
          await mkdir(folder, { recursive: true });
          await note('open', []);
          const onEvent = follow(id, (count) => {
            total = count;
            note('open', []).catch((error: unknown) => log.error('the status of a run was not kept', error));
          });
          const gate = working?.gate ?? createPauseGate(() => {});
          const end = await conductRun({ ...opened.request, gate, log }, onEvent, signal);
          await note('ended', end.shortfalls);
          return end;
        } catch (error) {
          // A window that closes stops nobody's run: it is interrupted, and offered again.
          if (!isClosing) await note('stopped', []);
          throw error;
        } finally {
          opened.dispose();
        }
      }),
    pause: () => working?.gate.pause(),
    resume: () => working?.gate.resume(),
    stop: () => working?.abort.abort(),
    dispose() {
      isClosing = true;
      working?.abort.abort();
    },
  };
}

/** An engine that answers again is not waited for any more. */
function noteWaiting(event: RunEvent, waiting: Map<string, string>): void {
  switch (event.kind) {
    case 'retrying':
      waiting.set(event.item.engine.record.id, event.item.engine.record.label);
      return;
    case 'finished':
      waiting.delete(event.item.engine.record.id);
      return;
    case 'engine-stopped':
      waiting.delete(event.engineId);
      return;
    case 'started':
  }
}

function shortfallName(shortfall: RunShortfall): string {
  switch (shortfall.kind) {
    case 'cap':
      return `cap-${shortfall.cap}`;
    case 'engine-stopped':
      return `engine-stopped:${shortfall.code}`;
    case 'infrastructure':
      return 'infrastructure';
  }
}
