import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/base/appError.ts';
import { requestCost } from '../../../src/benchmark/cost/requestCost.ts';
import type { TaskResult } from '../../../src/benchmark/result.ts';
import type { Amount } from '../../../src/benchmark/running/spending.ts';
import type { SpendingLedger } from '../../../src/benchmark/running/spendingLedger.ts';
import type { Engine, Usage } from '../../../src/engine/engine.ts';
import { makeTasks, memoryLedger, planTest, priceOf, runTest, testEngine } from './runFixture.ts';

/** What a server makes of a request. `lost`: it works and is paid, and the answer never comes. */
type Fate = 'answers' | 'writes-all' | 'lost' | 'turns-away' | 'overloaded' | 'breaks';

interface Schedule {
  readonly fates: readonly Fate[];
  /** Answers after which the process is killed, of each sitting but the last. */
  readonly kills: readonly number[];
  readonly capUsd: number;
}

const schedules: fc.Arbitrary<Schedule> = fc.record({
  fates: fc.array(fc.constantFrom<Fate>('answers', 'writes-all', 'lost', 'turns-away', 'overloaded', 'breaks'), {
    minLength: 1,
    maxLength: 12,
  }),
  kills: fc.array(fc.nat({ max: 6 }), { maxLength: 2 }),
  capUsd: fc.double({ min: 0.004, max: 0.12, noNaN: true }),
});

const prices = { dear: priceOf('dear', 20), cheap: priceOf('cheap', 3) };

/** What the providers would write on the bill, killed or not. */
interface Bill {
  usd: number;
}

function server(price: (typeof prices)['dear'], bill: Bill, nextFate: () => Fate, schedule: Scheduler): Engine {
  const usage = (generatedTokens: number): Usage => ({
    // Nearly as much as is reserved: a cap that gives way shows.
    promptTokens: 560,
    reusedTokens: 0,
    evaluatedTokens: 560,
    generatedTokens,
    firstTokenMs: 1,
    totalMs: 2,
  });
  const fail = (status: number): never => {
    throw new AppError('provider-failed', { endpoint: 'x', status, detail: '' });
  };
  return {
    async reply(request, onPart, signal) {
      const fate = nextFate();
      await schedule();
      const written = fate === 'answers' ? 3 : request.maxTokens;
      if (fate === 'turns-away') throw new AppError('provider-rate-limited', { endpoint: 'x', retryAfterSeconds: 1 });
      if (fate === 'overloaded') return fail(529);
      bill.usd += requestCost(price, usage(written))?.usd ?? 0;
      if (fate === 'breaks') return fail(500);
      onPart({ kind: 'text', text: 'x' });
      await schedule();
      if (fate === 'lost') throw new AppError('provider-network', { endpoint: 'x', host: 'x', problem: 'cut' });
      signal.throwIfAborted();
      return {
        message: { role: 'assistant', thinking: '', text: 'x', calls: [] },
        finish: 'end',
        usage: usage(written),
      };
    },
    infill: () => Promise.reject(new Error('not asked')),
    count: async () => 1,
    dispose: async () => {},
  };
}

type Scheduler = () => Promise<void>;

describe('the cap of a run', () => {
  it('holds for what the providers are owed, whatever fails, with several priced engines at once, killed and resumed', async () => {
    const tasks = await makeTasks(3);
    let reached = 0;
    let killed = 0;
    await fc.assert(
      fc.asyncProperty(schedules, fc.scheduler(), async ({ fates, kills, capUsd }, scheduler) => {
        const bill: Bill = { usd: 0 };
        let asked = 0;
        const nextFate = (): Fate => fates[asked++ % fates.length] ?? 'answers';
        const schedule: Scheduler = async () => {
          await scheduler.schedule(Promise.resolve());
        };
        const engines = [
          {
            ...testEngine('dear', { parallel: 3, engine: server(prices.dear, bill, nextFate, schedule) }),
            price: prices.dear,
          },
          {
            ...testEngine('cheap', { parallel: 2, engine: server(prices.cheap, bill, nextFate, schedule) }),
            price: prices.cheap,
          },
        ];
        const { items } = await planTest(tasks, engines);
        const entries = new Map<number, Amount>();
        const lines: TaskResult[] = [];
        for (const killAfter of [...kills, undefined]) {
          const process = { isAlive: true };
          const kill = new AbortController();
          let answers = 0;
          const sitting = runTest(items, {
            caps: { maxUsd: capUsd },
            earlier: [...lines],
            ledger: whileAlive(memoryLedger(entries), process, schedule),
            // Of a dead process nothing reaches the disk any more.
            append: async (line) => {
              if (process.isAlive) lines.push(line);
              await schedule();
            },
            signal: kill.signal,
            onProgress: ({ event }) => {
              if (event.kind !== 'finished' || killAfter === undefined || answers++ < killAfter || !process.isAlive)
                return;
              process.isAlive = false;
              killed++;
              kill.abort();
            },
          });
          const ended = await scheduler.waitFor(sitting.catch(() => undefined));
          expect(bill.usd).toBeLessThanOrEqual(capUsd + 1e-12);
          if (ended?.end.shortfalls.some(({ kind }) => kind === 'cap') === true) reached++;
          if (ended !== undefined) expect(ended.end.spent.usd).toBeLessThanOrEqual(capUsd + 1e-9);
        }
        // What was kept says no more than what was reckoned with.
        const kept = lines.reduce((sum, { costUsd, lost }) => sum + (costUsd ?? 0) + (lost?.usd ?? 0), 0);
        const reckoned = [...entries.values()].reduce((sum, { usd }) => sum + usd, 0);
        expect(kept).toBeLessThanOrEqual(reckoned + 1e-9);
      }),
      { numRuns: 1000, seed: 5 },
    );
    // Else it would have shown nothing.
    expect(reached).toBeGreaterThan(100);
    expect(killed).toBeGreaterThan(100);
  });
});

function whileAlive(
  ledger: SpendingLedger,
  process: { readonly isAlive: boolean },
  schedule: Scheduler,
): SpendingLedger {
  return {
    earlier: ledger.earlier,
    async reserve(worst) {
      await schedule();
      if (!process.isAlive) throw new Error('killed');
      const entry = await ledger.reserve(worst);
      await schedule();
      return {
        settle: (actual) => {
          if (process.isAlive) entry.settle(actual);
        },
      };
    },
  };
}
