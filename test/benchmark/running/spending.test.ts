import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Amount, CapReached, createSpending } from '../../../src/benchmark/running/spending.ts';
import { makeTasks, planTest, runTest, testEngine } from './runFixture.ts';

const never = new AbortController().signal;

describe('spending', () => {
  it('never exceeds its caps, whatever is asked for, settled and given up, in whatever order', async () => {
    const request = fc.record({
      tokens: fc.integer({ min: 0, max: 300 }),
      usd: fc.double({ min: 0, max: 0.3, noNaN: true }),
      /** Of the worst case, what it comes to. */
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      end: fc.constantFrom('settle', 'fail', 'abort-while-waiting'),
    });
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 30 }), fc.scheduler(), async (requests, scheduler) => {
        const caps = { maxTokens: 1000, maxUsd: 1 };
        const spending = createSpending(caps);
        const underWay = new Set<Amount>();
        const all = requests.map(async ({ tokens, usd, share, end }) => {
          const giveUp = new AbortController();
          if (end === 'abort-while-waiting') void scheduler.schedule(Promise.resolve()).then(() => giveUp.abort());
          await scheduler.schedule(Promise.resolve());
          const worst = { tokens, usd };
          try {
            const reservation = await spending.reserve(worst, giveUp.signal);
            underWay.add(worst);
            const total = [...underWay, spending.spent].reduce((a, b) => ({
              tokens: a.tokens + b.tokens,
              usd: a.usd + b.usd,
            }));
            expect(total.tokens).toBeLessThanOrEqual(caps.maxTokens);
            expect(total.usd).toBeLessThanOrEqual(caps.maxUsd + 1e-6);
            await scheduler.schedule(Promise.resolve());
            underWay.delete(worst);
            reservation.settle(end === 'fail' ? 'unknown' : { tokens: Math.floor(tokens * share), usd: usd * share });
          } catch (error) {
            if (error instanceof CapReached) refused++;
            else if (!(error instanceof Error && error.name === 'AbortError')) throw error;
          }
          expect(spending.spent.tokens).toBeLessThanOrEqual(caps.maxTokens);
          expect(spending.spent.usd).toBeLessThanOrEqual(caps.maxUsd);
        });
        await scheduler.waitFor(Promise.all(all));
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(0);
  });

  it('lets one wait for what others may give back, and refuses what can never fit', async () => {
    const spending = createSpending({ maxTokens: 100, maxUsd: null });
    const first = await spending.reserve({ tokens: 80, usd: 0 }, never);
    const second = spending.reserve({ tokens: 60, usd: 0 }, never);
    await expect(spending.reserve({ tokens: 101, usd: 0 }, AbortSignal.timeout(1))).rejects.toThrow();
    first.settle({ tokens: 30, usd: 0 });
    (await second).settle({ tokens: 60, usd: 0 });
    await expect(spending.reserve({ tokens: 11, usd: 0 }, never)).rejects.toMatchObject({ cap: 'tokens' });
    (await spending.reserve({ tokens: 10, usd: 0 }, never)).settle({ tokens: 10, usd: 0 });
    expect(spending.spent.tokens).toBe(100);
  });

  it('counts in full what nobody knows', async () => {
    const spending = createSpending({ maxTokens: 100, maxUsd: null });
    (await spending.reserve({ tokens: 80, usd: 0.5 }, never)).settle('unknown');
    expect(spending.spent).toEqual({ tokens: 80, usd: 0.5 });
  });

  it('keeps a run with many requests at once under its caps, and says that it ended for them', async () => {
    const { items } = await planTest(await makeTasks(40), [testEngine('a', { parallel: 8, usdPerToken: 2e-5 })]);
    const { end, lines } = await runTest(items, { caps: { maxUsd: 0.022 } });
    expect(end.shortfalls).toEqual([{ kind: 'cap', cap: 'usd' }]);
    const paid = lines.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
    expect(paid).toBeGreaterThan(0.008);
    expect(paid).toBeLessThanOrEqual(0.022);
    // More money, and the rest is done; what was paid before counts.
    const rest = await runTest(items, { caps: { maxUsd: 1 }, earlier: lines });
    expect(rest.end).toMatchObject({ done: 40, shortfalls: [] });
    expect(rest.end.spent.usd).toBeGreaterThan(paid);
    expect(new Set([...lines, ...rest.lines].map(({ key }) => key)).size).toBe(40);
  });
});
