import { describe, expect, it } from 'vitest';
import { nameTask } from '../../../src/benchmark/digest.ts';
import { importTasks } from '../../../src/benchmark/importing/importTasks.ts';
import { scoreToolCalls } from '../../../src/benchmark/scoring/scoreToolCalls.ts';
import { taskSchema } from '../../../src/benchmark/task.ts';
import type { AssistantMessage } from '../../../src/engine/message.ts';

const lines = (...rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const doubling = {
  task_id: 'HumanEval/900',
  prompt: 'def double(number):\n    """Twice the number."""\n',
  entry_point: 'double',
  canonical_solution: '    return number * 2\n',
  test: 'def check(candidate):\n    assert candidate(2) == 4\n',
};
const hole = {
  task_id: 'SingleLineInfilling/HumanEval/900/L0',
  entry_point: 'double',
  prompt: 'def double(number):\n    once = number\n',
  suffix: '    return twice\n',
  canonical_solution: '    twice = once + number\n',
  test: doubling.test,
};

describe('importing HumanEval', () => {
  it('makes a body to restore, in files of its own, with a unittest around the check', async () => {
    const { format, tasks, problems } = await importTasks(lines(doubling));
    expect({ format, problems }).toEqual({ format: 'humaneval', problems: [] });
    const [task] = tasks;
    if (task?.family !== 'body' || task.base.kind !== 'files') throw new Error('another family');
    expect(taskSchema.safeParse(task).error).toBeUndefined();
    const broken = task.setup[0]?.text ?? '';
    expect(broken).toBe(`${doubling.prompt}    raise NotImplementedError()\n`);
    expect(broken.slice(task.hole.start, task.hole.end)).toBe('raise NotImplementedError()');
    expect(task.gold).toEqual([{ path: 'solution.py', text: doubling.prompt + doubling.canonical_solution }]);
    expect(task.base.files.find(({ path }) => path === 'test_solution.py')?.text).toContain('check(solution.double)');
    expect(task.tests).toMatchObject({ runner: 'unittest', files: ['test_solution.py'], directory: '.' });
    expect(task).toMatchObject({ functionName: 'double', cluster: 'HumanEval/900', date: null });
  });

  it.each([
    [{ ...doubling, entry_point: 'x; import os' }, 'entry_point', 'must be the name of a function'],
    [{ ...doubling, test: 'assert True' }, 'test', 'must define check'],
    [{ ...doubling, canonical_solution: 3 }, 'canonical_solution', 'expected string, received number'],
  ])('names line and field of what it cannot take: %#', async (row, field, problem) => {
    const { tasks, problems } = await importTasks(lines(doubling, row));
    expect(tasks).toHaveLength(1);
    expect(problems).toEqual([{ line: 2, field, problem }]);
  });
});

describe('importing HumanEval-Infilling', () => {
  it('makes holes with tests, those of one function in one cluster', async () => {
    const block = {
      ...hole,
      task_id: 'MultiLineInfilling/HumanEval/900/L0_L1',
      canonical_solution: '    a = 1\n    twice = 2\n',
    };
    const { format, tasks, problems } = await importTasks(lines(hole, block));
    expect({ format, problems }).toEqual({ format: 'humaneval-infilling', problems: [] });
    expect(tasks).toMatchObject([
      { family: 'infill', hole: 'line', cluster: 'HumanEval/900', before: hole.prompt, truth: hole.canonical_solution },
      { family: 'infill', hole: 'block', cluster: 'HumanEval/900', after: hole.suffix },
    ]);
    const [task] = tasks;
    if (task?.family !== 'infill' || task.base.kind !== 'files') throw new Error('another family');
    expect(task.base.files[0]?.text).toBe(hole.prompt + hole.canonical_solution + hole.suffix);
    expect(task.tests?.failToPass).toEqual(['test_solution.py > SolutionTest > test_check']);
  });
});

describe('importing tasks of our own', () => {
  const draft = {
    schema: 1 as const,
    family: 'toolcall' as const,
    language: 'typescript',
    base: { kind: 'files' as const, files: [] },
    cluster: 'a.ts',
    date: null,
    category: 'irrelevance' as const,
    question: 'Why?',
    expected: [],
  };

  it('gives back what was written, whatever the order of keys', async () => {
    const task = await nameTask(draft);
    const turned = Object.fromEntries(Object.entries(task).toReversed());
    expect(await importTasks(`\uFEFF${lines(turned)}\r\n`)).toEqual({ format: 'parity', tasks: [task], problems: [] });
  });

  it('says which line and field is wrong, and takes the rest', async () => {
    const task = await nameTask(draft);
    const { tasks, problems } = await importTasks(
      [
        lines(task),
        'no json\n',
        lines({ ...task, schema: 2 }, { ...task, question: '' }, { ...task, question: 'Who?' }, task),
        lines({ ...task, base: { kind: 'files', files: [{ path: '../x', text: '' }] } }),
        lines({ ...task, family: 'dance' }, { ...task, command: 'rm' }),
      ].join(''),
    );
    expect(tasks).toEqual([task]);
    expect(problems.map(({ line, field }) => [line, field])).toEqual([
      [2, ''],
      [3, 'schema'],
      [4, 'question'],
      [5, 'id'],
      [6, ''],
      [7, 'base.files.0.path'],
      [8, 'family'],
      [9, ''],
    ]);
    expect(problems[1]?.problem).toBe('is version 2, made by a later Parity; this one reads up to version 1');
    expect(problems.at(-1)?.problem).toContain('command');
  });

  it('says so when it knows no such format, and of nothing makes nothing', async () => {
    expect(await importTasks(lines({ a: 1 }))).toEqual({
      format: null,
      tasks: [],
      problems: [{ line: 1, field: '', problem: 'is of no format that is known' }],
    });
    expect(await importTasks('\n')).toEqual({ format: null, tasks: [], problems: [] });
  });
});

describe('importing function calls', () => {
  const row = {
    id: 'simple_900',
    question: [[{ role: 'user', content: 'How warm will it be in Rome?' }]],
    function: [
      {
        name: 'forecast',
        description: 'Tells the weather.',
        parameters: {
          type: 'dict',
          properties: {
            city: { type: 'string' },
            days: { type: 'integer' },
            scale: { type: 'float' },
            place: { type: 'dict', properties: { lat: { type: 'float' } } },
            anything: { type: 'any' },
          },
          required: ['city'],
        },
      },
    ],
  };
  const truth = [
    { forecast: { city: ['Rome', 'Roma'], days: [1, ''], place: [{ lat: [41.9, 42], lon: ['', 12] }, ''] } },
  ];
  const message = (given: Readonly<Record<string, unknown>>): AssistantMessage => ({
    role: 'assistant',
    thinking: '',
    text: '',
    calls: [{ kind: 'call', id: 'x', name: 'forecast', arguments: given }],
  });

  it.each([
    ['in the line', lines({ ...row, ground_truth: truth }), ''],
    [
      'in a file of their own',
      lines(row),
      lines({ id: 'other', ground_truth: [] }, { id: row.id, ground_truth: truth }),
    ],
  ])('takes accepted values that stand %s', async (_where, text, answers) => {
    const { format, tasks, problems } = await importTasks(text, answers);
    expect({ format, problems }).toEqual({ format: 'function-calling', problems: [] });
    const [task] = tasks;
    if (task?.family !== 'toolcall') throw new Error('another family');
    expect(taskSchema.safeParse(task).error).toBeUndefined();
    expect(task).toMatchObject({ category: 'simple', question: 'How warm will it be in Rome?' });
    const outcome = (given: Readonly<Record<string, unknown>>): string =>
      scoreToolCalls(task, message(given), 'typed').outcome.kind;
    expect(outcome({ city: 'Roma' })).toBe('solved');
    expect(outcome({ city: 'Rome', days: 1, place: { lat: 42 } })).toBe('solved');
    expect(outcome({ city: 'Rome', place: { lon: 12, lat: 41.9 } })).toBe('solved');
    expect(outcome({ city: 'Rome', place: { lat: 43 } })).toBe('failed');
    expect(outcome({ city: 'Rome', days: '1' })).toBe('failed');
    expect(outcome({ days: 1 })).toBe('failed');
    expect(outcome({ city: 'Rome', scale: 1 })).toBe('failed');
  });

  it('knows parallel, choice and irrelevance by what is there', async () => {
    const [tool] = row.function;
    const { tasks } = await importTasks(
      lines(
        { ...row, id: 'a', ground_truth: [...truth, ...truth] },
        { ...row, id: 'b', function: [tool, { ...tool, name: 'other' }], ground_truth: truth },
        { ...row, id: 'irrelevance_1' },
      ),
    );
    expect(tasks).toMatchObject([
      { category: 'parallel', expected: [{ name: 'forecast' }, { name: 'forecast' }] },
      { category: 'choice' },
      { category: 'irrelevance', expected: [] },
    ]);
  });

  it('says which field is wrong', async () => {
    const { problems } = await importTasks(
      lines(
        row,
        { ...row, ground_truth: [{ forecast: { city: 'Rome' } }] },
        { ...row, function: [{ name: '' }], ground_truth: truth },
        {
          ...row,
          question: [
            [
              { role: 'user', content: 'a' },
              { role: 'assistant', content: 'b' },
            ],
            [{ role: 'user', content: 'c' }],
          ],
          ground_truth: truth,
        },
      ),
    );
    expect(problems.map(({ line, field }) => [line, field])).toEqual([
      [1, 'ground_truth'],
      [2, 'ground_truth.0.forecast.city'],
      [3, 'function.0.name'],
      [4, 'question'],
    ]);
  });
});
