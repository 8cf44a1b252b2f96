import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/base/appError.ts';
import type { StateVerdict } from '../../../src/benchmark/arena/testState.ts';
import { arenaCeiling, arenaPoints } from '../../../src/editor/arena/askArena.ts';
import { changesText, effortText, resultMarkdown, testsText } from '../../../src/editor/arena/arenaWords.ts';
import type { EngineOffer } from '../../../src/editor/benchmark/engineOffers.ts';
import type { ContestResult, Entry } from '../../../src/harness/arena/holdContest.ts';
import { testParameters } from '../../benchmark/running/runFixture.ts';

const verdict = (passed: readonly string[], failed: readonly string[] = []): StateVerdict => ({
  ...{ passed, failed, broken: [], output: '', durationMs: 5 },
});
const usage = { requests: 3, promptTokens: 900, reusedTokens: 0, evaluatedTokens: 900, generatedTokens: 100 };
const entry = (more: Partial<Entry> = {}): Entry =>
  ({
    ...{ engineId: 'a', label: 'Engine A', text: 'Done.', hindrance: undefined, error: undefined, durationMs: 65_000 },
    edits: [{ path: 'src/a.ts', text: 'one\nTWO\nthree\n' }],
    measured: { usage, costUsd: 0.0234 },
    tests: {
      verdict: verdict(['t1', 't3'], ['t2']),
      change: { passed: 2, failed: 1, newlyFailing: ['t2'], newlyPassing: ['t3'] },
    },
    ownTests: undefined,
    ...more,
  }) as Entry;
const result = (entries: readonly Entry[]): ContestResult => ({
  root: '/repo',
  sandbox: { level: 'bubblewrap', isOffline: true, isContained: true, memoryBytes: undefined, processes: undefined },
  entries,
  before: verdict(['t1', 't2'], ['t3']),
  texts: new Map([['src/a.ts', 'one\ntwo\n']]),
  leftOut: [],
});

describe('the words of an arena', () => {
  it('count lines, tests, time, tokens and money', () => {
    const one = entry();
    expect(changesText(one, result([one]))).toBe('1 file, +2 −1');
    expect(testsText(one, result([]).before)).toBe('2 tests pass, 1 no longer pass, 1 newly pass');
    expect(effortText(one)).toBe('1 min 5 s, 3 requests, 1,000 tokens, $0.023');
    expect(effortText(entry({ measured: { usage, costUsd: null } as Entry['measured'] }))).toContain('cost unknown');
    expect(testsText(one, undefined)).toBe('no tests that Parity can run');
  });

  it('say why an engine has nothing, and show what it wrote as text', () => {
    const error = new AppError('provider-quota', { endpoint: 'OpenAI' });
    const hostile = '<img src=x onerror=alert(1)> [click](command:evil) `code`';
    const page = resultMarkdown(
      hostile,
      result([entry({ text: hostile, label: hostile }), entry({ error, edits: [] })]),
    );
    expect(page).toContain('failed: The account at OpenAI has no credit left.');
    // Each sign that would begin a tag, a link or code stands for itself.
    expect(page).not.toMatch(/(?<!\\)<img/);
    expect(page).not.toMatch(/(?<!\\)\[click/);
    expect(page).toContain('No longer pass:\n\n- t2');
  });
});

describe('what is said before an arena', () => {
  const offer = (more: Partial<EngineOffer>): EngineOffer => ({
    ...{ id: 'local', label: 'Qwen', description: '', place: 'local', price: undefined, releasedOn: undefined },
    ...{ contextTokens: 8192, infills: true, retirement: undefined },
    ...more,
  });
  const api = offer({
    ...{ id: 'api', label: 'API', place: 'remote', host: 'api.example' },
    price: {
      ...{ model: 'm', provider: 'p', source: 's', checkedOn: '2026-11-30' },
      prices: { input: 2, output: 10 },
    },
  });
  const sandbox = result([]).sandbox;
  const pointsFor = (second: EngineOffer) =>
    arenaPoints({ instruction: 'Do it.', engines: [offer({}), second], parameters: testParameters, sandbox });

  it('names who gets code, and the most it can cost', () => {
    // 50,000 tokens, all of them written.
    expect(arenaCeiling(api, testParameters)).toBeCloseTo(0.5, 10);
    const text = JSON.stringify(pointsFor(api));
    expect(text).toContain('api.example gets the task');
    expect(text).toContain('API: at most $0.50.');
  });

  it('never takes an unknown price for nothing', () => {
    const unknown = { ...api, price: null };
    expect(arenaCeiling(unknown, testParameters)).toBeNull();
    const cost = pointsFor(unknown).find(({ heading }) => heading === 'Cost');
    expect(cost).toMatchObject({ isWarning: true, lines: [expect.stringContaining('not known')] });
  });

  it('says that nothing leaves the machine where that is so', () => {
    const points = pointsFor(offer({ id: 'other' }));
    expect(points.find(({ heading }) => heading === 'What leaves this machine')?.lines).toEqual(['Nothing.']);
    expect(points.some(({ heading }) => heading === 'Cost')).toBe(false);
  });
});
