import { describe, expect, it } from 'vitest';
import type { AssistantMessage } from '../../../../src/engine/message.ts';
import { callTemplates } from '../../../../src/benchmark/mining/toolcalls/callTemplates.ts';
import { toolcallTasks } from '../../../../src/benchmark/mining/toolcalls/toolcallTasks.ts';
import { scoreToolCalls } from '../../../../src/benchmark/scoring/scoreToolCalls.ts';
import { type ExpectedCall, type ToolcallTask, toolcallTaskSchema } from '../../../../src/benchmark/task.ts';
import { toolList } from '../../../../src/tools/toolList.ts';
import { minedSample } from '../minedSample.ts';

const body = Array.from({ length: 30 }, (_, index) => `  step${index}Of(queueLimit);`).join('\n');
const files = [
  minedSample('src/queue/pushItem.ts', `export function pushItem(queueLimit: number) {\n${body}\n}\n`, 'typescript'),
  minedSample('src/start.ts', 'const firstStart = openQueue();\nexport { firstStart };\n', 'typescript'),
  minedSample('tools/sum_all.py', 'def sum_all(values_given):\n    return sum(values_given)\n', 'python'),
  minedSample('odd name.ts', 'const notAsked = 1;\n', 'typescript'),
];
const ignore = (): void => undefined;

type Pick = (accepted: readonly unknown[], required: boolean) => unknown;
const shortest: Pick = ([first], required) => (required ? first : undefined);
const longest: Pick = (accepted) => accepted.at(-1);

function answer(expected: readonly ExpectedCall[], pick: Pick): AssistantMessage {
  return {
    role: 'assistant',
    thinking: '',
    text: expected.length === 0 ? 'In words.' : '',
    calls: expected.map(({ name, arguments: wanted }, index) => ({
      kind: 'call',
      id: `c${index}`,
      name,
      arguments: Object.fromEntries(
        Object.entries(wanted).flatMap(([key, { accepted, required }]) => {
          const value = pick(accepted, required);
          return value === undefined ? [] : [[key, value]];
        }),
      ),
    })),
  };
}

const isSolved = (task: ToolcallTask, message: AssistantMessage, form: 'text' | 'typed' = 'typed'): boolean =>
  scoreToolCalls(task, message, form).outcome.kind === 'solved';

function make(count: number, seed = 'seed', of = files): Promise<ToolcallTask[]> {
  return toolcallTasks({ files: of, seed, count, reject: ignore });
}

describe('toolcallTasks', () => {
  it('makes tasks of every template and category from a handful of files', async () => {
    const tasks = await make(200);
    expect(new Set(tasks.map(({ cluster }) => cluster))).toEqual(
      new Set(callTemplates.map(({ id }) => `toolcall/${id}`)),
    );
    expect(new Set(tasks.map(({ question }) => question)).size).toBe(tasks.length);
    for (const task of tasks) expect(toolcallTaskSchema.parse(task)).toEqual(task);
    const first = (await make(15)).map(({ category }) => category);
    const each = ['simple', 'choice', 'parallel', 'irrelevance', 'missing-argument'];
    expect(first).toEqual([...each, ...each, ...each]);
  });

  it('is solved by the call that it expects, however that is written, and by no other', async () => {
    const tasks = await make(45);
    for (const task of tasks) {
      const { expected, question } = task;
      expect(isSolved(task, answer(expected, shortest)), question).toBe(true);
      expect(isSolved(task, answer(expected, longest)), question).toBe(true);
      expect(isSolved(task, answer(expected.toReversed(), shortest)), question).toBe(true);
      for (const other of tasks) {
        if (other === task || (other.expected.length === 0 && expected.length === 0)) continue;
        expect(isSolved(task, answer(other.expected, shortest), 'text'), `${question} / ${other.question}`).toBe(false);
      }
      const [first] = expected;
      if (first !== undefined) expect(isSolved(task, answer([...expected, first], shortest)), question).toBe(false);
    }
  });

  it('names only tools that there are, with arguments that they take', async () => {
    for (const { expected } of await make(200)) {
      for (const { name, arguments: wanted } of expected) {
        const tool = toolList.find((one) => one.name === name);
        for (const pick of [shortest, longest]) {
          const values = Object.entries(wanted).map(([key, { accepted, required }]) => [key, pick(accepted, required)]);
          expect(tool?.input.safeParse(Object.fromEntries(values)).success).toBe(true);
        }
      }
    }
  });

  it('asks about what is there', async () => {
    const codes = files.map(({ text }) => text).join('\n');
    const texts = files.map(({ path, text }) => `${path}\n${text}`).join('\n');
    for (const { expected } of await make(200)) {
      for (const { name, arguments: wanted } of expected) {
        const path = wanted['path'] ?? wanted['directory'];
        if (path?.required === true) expect(texts).toContain(path.accepted[0]);
        if (name === 'search_text' && wanted['is_regex']?.required === false)
          expect(codes.split(String(wanted['query']?.accepted[0]))).toHaveLength(2);
      }
    }
  });

  it('depends on the seed and the files, and not on their order', async () => {
    const tasks = await make(30);
    expect(await make(30, 'seed', files.toReversed())).toEqual(tasks);
    expect(await make(30, 'other')).not.toEqual(tasks);
  });

  it('counts what it leaves out, and ends where there is nothing to ask', async () => {
    const reasons = new Set<string>();
    const reject = (reason: string): void => void reasons.add(reason);
    const one = minedSample('a.ts', 'a\n', 'typescript');
    const tasks = await toolcallTasks({ files: [one, ...files.slice(3)], seed: 's', count: 50, reject });
    expect(new Set(tasks.map(({ category }) => category))).toEqual(new Set(['simple', 'missing-argument']));
    expect([...reasons].toSorted()).toEqual([
      'asked-already',
      'no-fitting-file',
      'no-fitting-folder',
      'no-fitting-name',
      'odd-path',
    ]);
    expect(await toolcallTasks({ files: [], seed: 's', count: 50, reject })).toEqual([]);
  });
});
