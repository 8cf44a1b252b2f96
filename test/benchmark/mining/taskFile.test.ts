import { describe, expect, it } from 'vitest';
import { nameTask } from '../../../src/benchmark/digest.ts';
import { agentTask } from '../../../src/benchmark/mining/agentTasks.ts';
import { planSizes, taskSetSizes } from '../../../src/benchmark/mining/planSizes.ts';
import { type TaskFileHeader, readTaskFile, writeTaskFile } from '../../../src/benchmark/mining/taskFile.ts';
import type { BugfixTask, Task } from '../../../src/benchmark/task.ts';
import { taskSchema } from '../../../src/benchmark/task.ts';

const header: TaskFileHeader = {
  schema: 1,
  kind: 'parity-tasks',
  repository: { name: 'queue', head: '1'.repeat(40) },
  seed: 'first',
  since: '2026-01-01T00:00:00Z',
  fileCount: 2,
  commitCount: 3,
  isShallow: false,
  endedEarly: false,
  rejected: [{ family: 'replay', reason: 'no-test-change', count: 4 }],
  skippedFiles: [],
  skippedCommits: [{ reason: 'merge-commit', count: 1 }],
};

const bugfix = (line: number): Promise<BugfixTask> =>
  nameTask({
    schema: 1,
    family: 'bugfix',
    language: 'typescript',
    base: { kind: 'commit', commit: '1'.repeat(40) },
    cluster: 'src/a.ts',
    date: null,
    path: 'src/a.ts',
    setup: [{ path: 'src/a.ts', text: 'broken\u2028\n' }],
    gold: [{ path: 'src/a.ts', text: 'whole\n' }],
    operator: 'negate',
    line,
    tests: {
      runner: 'vitest',
      directory: '.',
      files: ['test/a.test.ts'],
      failToPass: ['test/a.test.ts > secret name'],
      passToPass: [],
      timeoutMs: 5000,
    },
  });

describe('a task file', () => {
  it('comes back as it was written', async () => {
    const tasks: Task[] = [await bugfix(1), await bugfix(2)];
    const text = writeTaskFile({ header, tasks });
    expect(text.split('\n')).toHaveLength(4);
    expect(await readTaskFile(text)).toEqual({ kind: 'read', file: { header, tasks } });
    expect(await readTaskFile(`\u{feff}${text.replaceAll('\n', '\r\n')}`)).toMatchObject({ kind: 'read' });
  });

  it('is refused with the line and field of each mistake', async () => {
    const [first, second] = [await bugfix(1), await bugfix(2)];
    const stray = { ...second, tests: { ...second.tests, files: ['../x'], command: 'rm' } };
    const lines = [header, first, stray, { ...second, line: 3 }, first].map((line) => JSON.stringify(line));
    const reading = await readTaskFile([...lines, '{', 'null'].join('\n'));
    if (reading.kind !== 'invalid') throw new Error('it was read');
    expect(reading.problems.map(({ line, field }) => [line, field])).toEqual([
      [3, 'tests.files.0'],
      [3, 'tests'],
      [4, 'id'],
      [5, 'id'],
      [6, ''],
      [7, ''],
    ]);
    expect(reading.problems[3]?.problem).toBe('is the task of line 2 again');
  });

  it('says when a later version wrote it, and when it is none', async () => {
    const later = await readTaskFile(JSON.stringify({ ...header, schema: 2 }));
    expect(later).toMatchObject({ problems: [{ line: 1, field: 'schema' }] });
    expect(await readTaskFile('')).toMatchObject({ kind: 'invalid', problems: [{ problem: 'the header is missing' }] });
  });
});

describe('an agent task', () => {
  it('carries the repair, and tells neither the tests nor the place of the bug', async () => {
    const task = await bugfix(7);
    const agent = await agentTask(task);
    expect(taskSchema.parse(agent)).toMatchObject({
      family: 'agent',
      kind: 'bugfix',
      gold: task.gold,
      tests: task.tests,
    });
    expect(agent.instruction).not.toMatch(/secret|negate|line 7|whole/);
  });
});

describe('the sizes of a set', () => {
  const all = (count: number) => ({
    infill: count,
    body: count,
    bugfix: count,
    replay: count,
    toolcall: count,
    agent: count,
  });
  it.each(Object.values(taskSetSizes))('fill %i tasks in the proportions of the method', (total) => {
    const { wanted, given } = planSizes(total, all(1000));
    expect(Object.values(wanted).reduce((sum, count) => sum + count, 0)).toBe(total);
    expect(wanted.infill).toBe(total / 3);
    expect(given).toEqual([]);
  });
  it('give what a family lacks to the others, and say so', () => {
    const { wanted, given } = planSizes(120, { ...all(1000), body: 0, bugfix: 5 });
    expect(Object.values(wanted).reduce((sum, count) => sum + count, 0)).toBe(120);
    expect(wanted).toMatchObject({ body: 0, bugfix: 5 });
    expect(given).toEqual([
      { family: 'body', count: 20 },
      { family: 'bugfix', count: 15 },
    ]);
  });
  it('take all there is when that is too little', () => {
    expect(planSizes(30, all(2)).wanted).toEqual(all(2));
  });
});
