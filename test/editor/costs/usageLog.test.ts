import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { abortError } from '../../../src/base/appError.ts';
import { systemClock } from '../../../src/base/clock.ts';
import type { Price } from '../../../src/benchmark/cost/price.ts';
import { savedText, spentText, totalDetail } from '../../../src/editor/costs/costWords.ts';
import { tallyEngine } from '../../../src/editor/costs/tallyEngine.ts';
import { createUsageLog } from '../../../src/editor/costs/usageLog.ts';
import type { Engine, Usage } from '../../../src/engine/engine.ts';

const usage: Usage = {
  ...{ promptTokens: 10_000, reusedTokens: 8000, evaluatedTokens: 2000, generatedTokens: 1000 },
  ...{ firstTokenMs: 1, totalMs: 2 },
};
const silent = { debug() {}, info() {}, warn() {}, error() {} };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-usage-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (today = '2026-11-30', rows: readonly Price[] = []) =>
  createUsageLog({
    folder: join(folder, 'usage'),
    prices: { rows: () => Promise.resolve(rows), keep: () => Promise.resolve() },
    clock: systemClock,
    today: () => today,
    log: silent,
  });

describe('the log of use', () => {
  it('prices each request, adds up over windows, and keeps counts alone', async () => {
    const [one, other] = [open(), open()];
    one.note({ engine: 'openai', model: 'gpt-5', place: 'remote' }, usage);
    one.note({ engine: 'openai', model: 'gpt-5', place: 'remote' }, usage);
    other.note({ engine: 'openai', model: 'gpt-5', place: 'remote' }, usage);
    await one.month();
    const [total] = await other.month();
    // 10k prompt with 8k cached, 1k out at GPT-5's price: $0.0135, as computed for the method.
    expect(total).toMatchObject({ requests: 3, promptTokens: 30_000, nanoUsd: 3 * 13_500_000, unpricedRequests: 0 });
    expect(await readdir(join(folder, 'usage'))).toEqual(['usage-2026-11.jsonl']);
    const lines = (await readFile(join(folder, 'usage', 'usage-2026-11.jsonl'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(2);
  });

  it('counts local use without a price, and a request of unknown cost as such', async () => {
    const log = open();
    log.note({ engine: 'local', model: 'Qwen', place: 'own' }, usage);
    log.note({ engine: 'api', model: 'nobody-knows', place: 'remote' }, usage);
    log.note({ engine: 'api', model: 'nobody-knows', place: 'remote' }, 'unknown');
    const totals = await log.month();
    expect(totals.map(({ engine, nanoUsd, unpricedRequests }) => ({ engine, nanoUsd, unpricedRequests }))).toEqual([
      { engine: 'local', nanoUsd: 0, unpricedRequests: 0 },
      { engine: 'api', nanoUsd: 0, unpricedRequests: 2 },
    ]);
    expect(spentText(totals)).toBe('APIs this month: the cost of 2 requests is not known');
  });

  it('begins anew with the month, and forgets when told', async () => {
    open('2026-10-31').note({ engine: 'local', model: 'Qwen', place: 'own' }, usage);
    const log = open('2026-11-01');
    expect(await log.month()).toEqual([]);
    log.note({ engine: 'local', model: 'Qwen', place: 'own' }, usage);
    await log.clear();
    expect(await log.month()).toEqual([]);
  });
});

describe('the words of the cost meter', () => {
  it('say what was saved, at which price and of when, and that it is an estimate', async () => {
    const log = open();
    log.note({ engine: 'local', model: 'Qwen', place: 'own' }, usage);
    const totals = await log.month();
    const price: Price = {
      ...{ model: 'gpt-5', provider: 'openai', source: 'a page', checkedOn: '2026-11-22' },
      prices: { input: 1.25, cacheRead: 0.125, output: 10 },
    };
    expect(savedText(totals, 'gpt-5', price)).toBe(
      'Local use this month, 11,000 tokens, would have cost about $0.013 at the price of gpt-5 of 2026-11-22 (estimate)',
    );
    expect(savedText(totals, '', null)).toContain('Choose an API');
    expect(savedText(totals, 'x', null)).toBe('The price of x is not known');
    expect(spentText(totals)).toBe('Nothing spent on APIs this month');
    expect(totals.map(totalDetail)).toEqual([
      'on this machine, no bill · 1 request · 10,000 tokens read, 8,000 of them cached · 1,000 written',
    ]);
  });
});

describe('an engine whose use is counted', () => {
  const engine = (reply: Engine['reply']): Engine => ({
    infill: () => Promise.reject(new Error('not asked')),
    reply,
    count: () => Promise.resolve(5),
    dispose: () => Promise.resolve(),
  });
  const ask = { system: '', messages: [], tools: [], thinking: { kind: 'off' as const }, maxTokens: 1 };

  it('tells each answer, and of a stopped one that nobody knows', async () => {
    const told: (Usage | 'unknown')[] = [];
    const result = {
      message: { role: 'assistant' as const, thinking: '', text: '', calls: [] },
      finish: 'end' as const,
      usage,
    };
    const good = tallyEngine(
      engine(() => Promise.resolve(result)),
      (one) => told.push(one),
    );
    expect(await good.reply(ask, () => {}, new AbortController().signal)).toBe(result);
    const stopped = tallyEngine(
      engine(() => Promise.reject(abortError())),
      (one) => told.push(one),
    );
    await expect(stopped.reply(ask, () => {}, new AbortController().signal)).rejects.toThrow();
    const broken = tallyEngine(
      engine(() => Promise.reject(new Error('no'))),
      (one) => told.push(one),
    );
    await expect(broken.reply(ask, () => {}, new AbortController().signal)).rejects.toThrow('no');
    expect(told).toEqual([usage, 'unknown']);
  });
});
