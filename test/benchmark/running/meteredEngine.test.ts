import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/base/appError.ts';
import { meterEngine, type MeterPorts } from '../../../src/benchmark/running/meteredEngine.ts';
import { createSpending } from '../../../src/benchmark/running/spending.ts';
import { worstReply } from '../../../src/benchmark/running/worstCase.ts';
import type { ReplyRequest, Usage } from '../../../src/engine/engine.ts';
import { createScriptedEngine } from '../../engine/scriptedEngine.ts';
import { createManualClock } from '../../manualClock.ts';
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
    engine: { ...createScriptedEngine({}), ...engine },
    model: testEngine('a').model,
    price: undefined,
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
      new AppError('provider-rate-limited', { endpoint: 'a', retryAfterSeconds: 1 }),
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
});
