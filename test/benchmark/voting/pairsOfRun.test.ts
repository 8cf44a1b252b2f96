import { expect, it } from 'vitest';
import type { TaskResult } from '../../../src/benchmark/result.ts';
import { isSamePair, pairsOfRun } from '../../../src/benchmark/voting/pairsOfRun.ts';
import { voteLineSchema } from '../../../src/benchmark/voting/voteLine.ts';
import { crashed, engineRecord, runRecord, taskResult } from '../report/resultFixture.ts';

const run = runRecord({ engines: [engineRecord('first'), engineRecord('second', { place: 'remote' })] });
const engineIds = ['first', 'second'] as const;

function answer(engineId: string, taskId: string, text: string, changes: Partial<TaskResult> = {}): TaskResult {
  const transcript = [
    { role: 'system', text: 'You are Parity.' },
    { role: 'user', text: `Do ${taskId}.` },
    { role: 'assistant', text },
  ] as const;
  const evidence = { answer: text, changes: [], transcript: [...transcript], testOutput: 'Tests failed' };
  return taskResult({ engineId, taskId, evidence, ...changes });
}

let lastId = 0;
const newId = (): string => `pair-${++lastId}`;

it('are the answers of both to the same task, without what the tests said', () => {
  const results = [
    answer('first', 'one', 'a'),
    answer('second', 'two', 'd', { costUsd: null }),
    answer('second', 'one', 'b', { costUsd: 0.5 }),
    answer('first', 'two', 'c'),
  ];
  const pairs = pairsOfRun({ run, results, engineIds }, newId);
  expect(pairs.map((pair) => voteLineSchema.parse(JSON.parse(JSON.stringify(pair))))).toEqual(pairs);
  expect(pairs.map(({ question, sides }) => [question, sides.left.steps, sides.right.steps])).toEqual([
    ['Do one.', [{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]],
    ['Do two.', [{ kind: 'text', text: 'c' }], [{ kind: 'text', text: 'd' }]],
  ]);
  expect(pairs.map(({ sides }) => [sides.left.figures?.cost.kind, sides.right.figures?.cost.kind])).toEqual([
    ['none', 'known'],
    ['none', 'unknown'],
  ]);
  expect(JSON.stringify(pairs)).not.toContain('Tests failed');
});

it('are none where one has no whole answer, or gave it in another way', () => {
  const others = [
    answer('second', 'one', 'b', { outcome: crashed }),
    answer('second', 'one', ''),
    answer('second', 'one', 'b', { through: 'agent' }),
    answer('second', 'one', 'b', { sample: 1 }),
    answer('second', 'two', 'b'),
  ];
  for (const other of others) {
    expect(pairsOfRun({ run, results: [answer('first', 'one', 'a'), other], engineIds }, newId)).toEqual([]);
  }
  expect(pairsOfRun({ run, results: [], engineIds: ['first', 'gone'] }, newId)).toEqual([]);
});

it('are known again, whichever engine comes first', () => {
  const results = [answer('first', 'one', 'a'), answer('second', 'one', 'b')];
  const [pair] = pairsOfRun({ run, results, engineIds }, newId);
  const [turned] = pairsOfRun({ run, results, engineIds: ['second', 'first'] }, newId);
  const [other] = pairsOfRun({ run: { ...run, id: 'run-0002' }, results, engineIds }, newId);
  if (pair === undefined || turned === undefined || other === undefined) throw new Error('no pair');
  expect([isSamePair(pair, turned), isSamePair(pair, other)]).toEqual([true, false]);
});
