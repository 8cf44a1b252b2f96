import { describe, expect, it } from 'vitest';
import { completeTask } from '../../../src/benchmark/candidate.ts';
import { allMiners } from '../../../src/benchmark/mining/allMiners.ts';
import { bugfixMiner } from '../../../src/benchmark/mining/bugfixTasks.ts';
import { taskSchema } from '../../../src/benchmark/task.ts';
import { minedSample } from './minedSample.ts';
import { syntax } from './withTree.ts';

const miner = bugfixMiner(syntax);
const text = `export class Queue {
  push(item: string, priority: number): boolean {
    if (priority < 0) return false;
    this.highest = Math.max(priority, this.highest);
    this.items.splice(this.placeOf(priority), 1, item);
    return this.items.length > 3;
  }
}
`;
const file = minedSample('src/queue.ts', text, 'typescript');
const ignore = (): void => undefined;

describe('bugfixTasks', () => {
  it('makes one small mistake, and says where it is', async () => {
    const [candidate, ...more] = miner.mine(file, 'seed', ignore);
    if (candidate === undefined) throw new Error('no candidate');
    expect(more).toEqual([]);
    const { draft, functionName, relatedTests } = candidate;
    expect({ functionName, relatedTests }).toEqual({ functionName: 'Queue.push', relatedTests: file.relatedTests });
    expect(draft.gold).toEqual([{ path: 'src/queue.ts', text }]);
    const lines = (draft.setup[0]?.text ?? '').split('\n');
    const line = lines[draft.line - 1];
    expect(line).not.toBe(undefined);
    const first = text.split('\n').findIndex((one, index) => one !== lines[index]) + 1;
    expect([first, first - 1]).toContain(draft.line);
    const tests = { directory: '.', files: ['t.ts'], failToPass: ['t'], passToPass: [], timeoutMs: 1000 };
    expect(taskSchema.parse(await completeTask(draft, { runner: 'vitest', ...tests })).family).toBe('bugfix');
  });

  it('makes all kinds of mistakes, as the seed has it', () => {
    const operators = new Set<string>();
    for (let seed = 0; seed < 60; seed += 1) {
      const [first] = miner.mine(file, String(seed), ignore);
      const [again] = miner.mine(file, String(seed), ignore);
      expect(again).toEqual(first);
      operators.add(first?.draft.operator ?? '');
    }
    expect([...operators].toSorted()).toEqual([
      'change-comparison',
      'change-constant',
      'drop-statement',
      'invert-condition',
      'remove-guard',
      'swap-arguments',
      'swap-operands',
    ]);
  });

  it('counts functions that give nothing to break, and files that it cannot read', () => {
    const reasons: string[] = [];
    const reject = (reason: string): number => reasons.push(reason);
    const said = 'def f(a):\n    b = g(a)\n    c = h(b)\n    return [b, c]\n';
    expect(miner.mine(minedSample('a.py', said, 'python'), 's', reject)).toEqual([]);
    expect(miner.mine(minedSample('a.xyz', said, 'xyz'), 's', reject)).toEqual([]);
    const long = `function f() {\n  a();\n  b();\n  return ${'1 + '.repeat(10_000)}1;\n}\n`;
    expect(miner.mine(minedSample('a.ts', long, 'typescript'), 's', reject)).toEqual([]);
    expect(reasons).toEqual(['nothing-to-break', 'not-read', 'too-long']);
  });

  it('is one of the miners', () => {
    expect(allMiners(syntax).map(({ family }) => family)).toEqual(['body', 'bugfix']);
  });
});
