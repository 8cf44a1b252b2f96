import { describe, expect, it } from 'vitest';
import { redactRun } from '../../../src/benchmark/report/redactRun.ts';
import { resultsCsv } from '../../../src/benchmark/report/resultsCsv.ts';
import { summarizeRun } from '../../../src/benchmark/report/summarizeRun.ts';
import { crashed, engineRecord, failedTests, runRecord, taskResult } from './resultFixture.ts';

const run = runRecord({
  engines: [
    engineRecord('intranet-8000', {
      label: 'secret.example:8000',
      model: 'qwen3.5-4b',
      place: 'remote',
      identity: 'openai:https://secret.example/v1#model',
      url: 'https://secret.example/v1',
    }),
    engineRecord('second', { label: 'Secret 2', model: 'qwen3.5-4b', place: 'this-machine' }),
  ],
  prices: [
    {
      engineId: 'intranet-8000',
      price: {
        model: 'first',
        provider: 'someone',
        prices: { input: 1, output: 2 },
        source: 'our secret contract',
        checkedOn: '2026-11-22',
      },
    },
  ],
  sandbox: {
    ...{ level: 'container', isOffline: true, isContained: true, memoryBytes: 1e9, processes: 100 },
    container: { program: 'docker', version: '28.2.2', image: 'secret.example/team/tests', digest: 'sha256:0' },
  },
  unasked: [{ engineId: 'intranet-8000', count: 1 }],
});
const engineId = 'intranet-8000';
const results = [
  taskResult({
    engineId,
    evidence: {
      answer: 'secret()',
      changes: [{ path: 'src/secret.ts', text: 'secret' }],
      transcript: [{ role: 'user', text: 'secret' }],
      testOutput: 'secret',
    },
    tests: { passed: 1, failed: ['secret test'], missing: ['secret test 2'], durationMs: 5 },
  }),
  taskResult({ engineId, taskId: 'two', outcome: failedTests }),
  taskResult({ engineId, taskId: 'two', sample: 1, outcome: crashed }),
];

describe('redactRun', () => {
  it('leaves nothing of the repository', () => {
    const text = JSON.stringify(redactRun({ run, results }));
    expect(JSON.stringify({ run, results })).toContain('secret');
    expect(text).not.toMatch(/secret|intranet/i);
    expect(text).not.toContain(run.repository.head);
  });

  it('leaves the numbers as they were', () => {
    const shared = redactRun({ run, results });
    const numbers = [{ run, results }, shared].map((source) =>
      summarizeRun(source.run, source.results).engines.map(({ engine: _engine, ...rest }) => rest),
    );
    expect(numbers[1]).toEqual(numbers[0]);
  });

  it('calls engines on servers after their models, and tells two of one model apart', () => {
    const { engines, unasked, prices } = redactRun({ run, results }).run;
    expect(engines.map(({ id, label }) => `${id}: ${label}`)).toEqual([
      'engine-1: qwen3.5-4b (1)',
      'engine-2: qwen3.5-4b (2)',
    ]);
    expect(unasked).toEqual([{ engineId: 'engine-1', count: 1 }]);
    expect(prices).toMatchObject([{ engineId: 'engine-1', price: { source: 'redacted' } }]);
  });
});

describe('resultsCsv', () => {
  it('has a row for each result, as many cells as columns, and no code', () => {
    const csv = resultsCsv(results);
    const rows = csv.trimEnd().split('\r\n');
    expect(rows).toHaveLength(1 + results.length);
    expect(new Set(rows.map((row) => row.split(',').length)).size).toBe(1);
    expect(csv).not.toContain('secret');
    expect(rows[2]).toContain('failed,tests-failed,,');
  });

  it('keeps cells whole and harmless', () => {
    const csv = resultsCsv([taskResult({ taskId: '=HYPERLINK("x"),\n' })]);
    expect(csv).toContain(`"'=HYPERLINK(""x""),\n",body`);
  });
});
