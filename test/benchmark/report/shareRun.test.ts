import { describe, expect, it } from 'vitest';
import { redactRun } from '../../../src/benchmark/report/redactRun.ts';
import { resultsCsv } from '../../../src/benchmark/report/resultsCsv.ts';
import { summarizeRun } from '../../../src/benchmark/report/summarizeRun.ts';
import { crashed, engineRecord, failedTests, runRecord, taskResult } from './resultFixture.ts';

const run = runRecord({
  engines: [
    engineRecord('first', {
      place: 'remote',
      identity: 'openai:https://secret.example/v1#model',
      url: 'https://secret.example/v1',
    }),
  ],
  prices: [
    {
      engineId: 'first',
      price: {
        model: 'first',
        provider: 'someone',
        prices: { input: 1, output: 2 },
        source: 'our secret contract',
        checkedOn: '2026-11-22',
      },
    },
  ],
});
const results = [
  taskResult({
    evidence: {
      answer: 'secret()',
      changes: [{ path: 'src/secret.ts', text: 'secret' }],
      transcript: [{ role: 'user', text: 'secret' }],
      testOutput: 'secret',
    },
    tests: { passed: 1, failed: ['secret test'], missing: ['secret test 2'], durationMs: 5 },
  }),
  taskResult({ taskId: 'two', outcome: failedTests }),
  taskResult({ taskId: 'two', sample: 1, outcome: crashed }),
];

describe('redactRun', () => {
  it('leaves nothing of the repository', () => {
    const text = JSON.stringify(redactRun({ run, results }));
    expect(JSON.stringify({ run, results })).toContain('secret');
    expect(text).not.toMatch(/secret/i);
    expect(text).not.toContain(run.repository.head);
  });

  it('leaves the numbers as they were', () => {
    const shared = redactRun({ run, results });
    const numbers = [{ run, results }, shared].map((source) =>
      summarizeRun(source.run, source.results).engines.map(({ engine: _engine, ...rest }) => rest),
    );
    expect(numbers[1]).toEqual(numbers[0]);
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
