import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/base/appError.ts';
import { declaredMeter } from '../../../src/benchmark/running/energyMeter.ts';
import { meterEngine, type MeterPorts } from '../../../src/benchmark/running/meteredEngine.ts';
import { createHoldups } from '../../../src/benchmark/running/holdups.ts';
import { createSpending } from '../../../src/benchmark/running/spending.ts';
import { worstReply } from '../../../src/benchmark/running/worstCase.ts';
import type { ReplyRequest, ReplyResult, Usage } from '../../../src/engine/engine.ts';
import { createScriptedEngine } from '../../engine/scriptedEngine.ts';
import { createManualClock } from '../../manualClock.ts';
import { createQuickClock } from '../../quickClock.ts';
import { priceOf, testEngine } from './runFixture.ts';

const never = new AbortController().signal;
const request: ReplyRequest = {
  system: 'Answer.',
  messages: [{ role: 'user', text: 'Why?' }],
  tools: [],
  thinking: { kind: 'off' },
  maxTokens: 100,
};

function usage(changes: Partial<Usage> = {}): Usage {
  return {
    promptTokens: 40,
    reusedTokens: 0,
    evaluatedTokens: 40,
    generatedTokens: 11,
    firstTokenMs: 100,
    totalMs: 1100,
    ...changes,
  };
}

function meter(engine: Partial<MeterPorts['engine']>, ports: Partial<MeterPorts> = {}) {
  const spending = createSpending({ maxTokens: null, maxUsd: null });
  const metered = meterEngine({
    ...testEngine('a'),
    engine: { ...createScriptedEngine({}), ...engine },
    holdups: createHoldups(createManualClock()),
    onWait: () => {},
    reserve: (worst, signal) => spending.reserve(worst, signal),
    clock: createManualClock(),
    ...ports,
  });
  return { metered, spending };
}

describe('a metered engine', () => {
  it('measures the first token, the first that is no thinking, and the speed in between', async () => {
    const clock = createManualClock();
    const { metered } = meter(
      {
        async reply(_request, onPart) {
          clock.advance(5);
          onPart({ kind: 'prefill', doneTokens: 40, totalTokens: 40, reusedTokens: 0 });
          clock.advance(100);
          onPart({ kind: 'thinking', text: 'Hm.' });
          clock.advance(400);
          onPart({ kind: 'text', text: 'So.' });
          clock.advance(600);
          return {
            message: { role: 'assistant', thinking: 'Hm.', text: 'So.', calls: [] },
            finish: 'end',
            usage: usage(),
            leftOut: ['top_k'],
          };
        },
      },
      { clock },
    );
    await metered.reply(request, () => {}, never);
    const measured = metered.measured();
    expect(measured.latency).toEqual({
      firstTokenMs: 105,
      firstVisibleMs: 505,
      totalMs: 1105,
      tokensPerSecond: 10,
      isCold: true,
    });
    expect(measured).toMatchObject({
      usage: { requests: 1, promptTokens: 40, generatedTokens: 11 },
      leftOut: ['top_k'],
    });
  });

  it('sums what the requests of one task take, and takes the speed of the longest', async () => {
    const usages = [
      usage({ generatedTokens: 1 }),
      usage({ generatedTokens: 21, reusedTokens: 30, evaluatedTokens: 10, writtenToCacheTokens: 5 }),
    ];
    const { metered } = meter({
      async infill() {
        const [next] = usages.splice(0, 1);
        return { text: 'x', finish: 'end', usage: next ?? usage() };
      },
    });
    const hole = { repository: '', contextFiles: [], path: 'a', prefix: '', suffix: '', maxTokens: 9 };
    for (let time = 0; time < 2; time++) {
      await metered.infill({ ...hole, stop: { kind: 'line' } }, () => {}, never);
    }
    const { latency, usage: sums, costUsd } = metered.measured();
    expect(sums).toEqual({
      requests: 2,
      promptTokens: 80,
      reusedTokens: 30,
      evaluatedTokens: 50,
      generatedTokens: 22,
      writtenToCacheTokens: 5,
    });
    expect(latency.tokensPerSecond).toBe(20);
    expect(costUsd).toBeUndefined();
  });

  it('reserves no less than the request then costs, and gives back the rest', async () => {
    const { metered, spending } = meter(
      { reply: createScriptedEngine({ replies: [{ steps: [{ text: 'Because.' }] }] }).reply },
      { price: priceOf('a', 5) },
    );
    await metered.reply(request, () => {}, never);
    const { costUsd } = metered.measured();
    const worst = worstReply(request, testEngine('a').model);
    expect(spending.spent.tokens).toBeLessThan(worst.promptTokens + worst.generatedTokens);
    expect(spending.spent.usd).toBeCloseTo(costUsd ?? 0, 8);
  });

  it('knows no cost where one price is missing', async () => {
    const { metered } = meter(
      { reply: createScriptedEngine({ replies: [{ steps: [{ text: 'Because.' }] }] }).reply },
      { price: null },
    );
    await metered.reply(request, () => {}, never);
    expect(metered.measured().costUsd).toBeNull();
  });

  it.each([
    [
      'charges nothing for a request that was turned away',
      new AppError('provider-auth', { endpoint: 'a', id: 'a', status: 401 }),
      0,
    ],
    [
      'counts the worst for one that was cut off',
      new AppError('provider-network', { endpoint: 'a', host: 'a', problem: 'cut' }),
      100,
    ],
  ])('%s', async (_name, error, least) => {
    const { metered, spending } = meter({ reply: () => Promise.reject(error) });
    await expect(metered.reply(request, () => {}, never)).rejects.toBe(error);
    if (least === 0) expect(spending.spent.tokens).toBe(0);
    else expect(spending.spent.tokens).toBeGreaterThan(least);
  });

  describe('whose server asks to wait', () => {
    const limited = (seconds?: number) =>
      new AppError('provider-rate-limited', { endpoint: 'a', retryAfterSeconds: seconds });
    const answer = (text: string): ReplyResult => ({
      message: { role: 'assistant', thinking: '', text, calls: [] },
      finish: 'end',
      usage: usage(),
      sampling: { temperature: 0.7 },
      servedModel: 'a-2026-11-01',
    });

    /** Refuses as often as there are errors, each after 50 ms; then takes a second for the answer. */
    function refusing(...errors: readonly Error[]) {
      const left = [...errors];
      const clock = createQuickClock();
      const waits: [string, number][] = [];
      const made = meter(
        {
          async reply(_request, onPart) {
            const error = left.shift();
            clock.advance(error === undefined ? 1000 : 50);
            if (error !== undefined) throw error;
            onPart({ kind: 'text', text: 'So.' });
            return answer('So.');
          },
        },
        {
          record: testEngine('a').record,
          clock,
          price: priceOf('a', 5),
          holdups: createHoldups(clock),
          onWait: (code, ms) => waits.push([code, ms]),
        },
      );
      return { ...made, waits };
    }

    it('waits as long as it is asked to, and counts that in no latency', async () => {
      const { metered, waits, spending } = refusing(limited(20), limited(3));
      await metered.reply(request, () => {}, never);
      expect(waits).toEqual([
        ['provider-rate-limited', 20_000],
        ['provider-rate-limited', 3000],
      ]);
      expect(metered.measured()).toMatchObject({
        latency: { firstTokenMs: 1000, totalMs: 1000 },
        usage: { requests: 1 },
        waits: { ms: 23_000, count: 2 },
        waitedMs: 23_000,
        lost: { requests: 0, tokens: 0, usd: 0 },
        servedModel: 'a-2026-11-01',
        sampling: { temperature: 0.7 },
      });
      expect(spending.spent.usd).toBeCloseTo(metered.measured().costUsd ?? 0, 8);
    });

    it('waits longer each time where nobody says how long, and not beyond ten minutes in all', async () => {
      const { metered, waits } = refusing(...Array.from({ length: 30 }, () => limited()));
      await expect(metered.reply(request, () => {}, never)).rejects.toMatchObject({ code: 'provider-rate-limited' });
      const ms = waits.map(([, wait]) => wait);
      expect(ms.slice(0, 6)).toEqual([2000, 4000, 8000, 16_000, 32_000, 64_000]);
      expect(ms.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(600_000);
    });

    it('does not wait for what is too long to be waited for', async () => {
      const { metered, waits } = refusing(limited(3600));
      await expect(metered.reply(request, () => {}, never)).rejects.toMatchObject({ code: 'provider-rate-limited' });
      expect(waits).toEqual([]);
    });

    it('asks a server that is overloaded twice more, which costs nothing; what another failure came to nobody knows', async () => {
      const overloaded = new AppError('provider-failed', { endpoint: 'a', status: 529, detail: '' });
      const broken = new AppError('provider-failed', { endpoint: 'a', status: 500, detail: '' });
      const { metered, waits } = refusing(overloaded, broken);
      await metered.reply(request, () => {}, never);
      expect(waits.map(([, ms]) => ms)).toEqual([2000, 8000]);
      const worst = worstReply(request, testEngine('a').model);
      const { lost } = metered.measured();
      expect(lost).toMatchObject({ requests: 1, tokens: worst.promptTokens + worst.generatedTokens });
      expect(lost.usd).toBeGreaterThan(0);
    });

    it('counts the bytes that left this machine, each time they did', async () => {
      const { metered } = refusing(limited(1));
      await metered.reply(request, () => {}, never);
      expect(metered.measured().sentBytes).toBe(2 * 'Answer.Why?'.length);
    });
  });

  it('sums up the energy of its requests, failed ones too, and knows nothing of a sum with a gap', async () => {
    const clock = createManualClock();
    const energy = declaredMeter({ activeWatts: 110, idleWatts: 10 }, clock);
    let isBroken = false;
    const reply: MeterPorts['engine']['reply'] = async () => {
      clock.advance(36_000);
      if (isBroken) throw new AppError('engine-silent', { seconds: 36 });
      return { message: { role: 'assistant', thinking: '', text: '', calls: [] }, finish: 'end', usage: usage() };
    };
    const { metered } = meter({ reply }, { clock, energy });
    await metered.reply(request, () => {}, never);
    isBroken = true;
    await metered.reply(request, () => {}, never).catch(() => {});
    expect(metered.measured().energyWh).toEqual({ amount: 2, basis: 'declared' });

    const gap = { basis: 'measured' as const, begin: () => ({ end: () => undefined }) };
    const { metered: other } = meter({ reply }, { clock, energy: gap });
    await other.reply(request, () => {}, never).catch(() => {});
    expect(other.measured().energyWh).toBeUndefined();
    expect(meter({}).metered.measured().energyWh).toBeUndefined();
  });
});
