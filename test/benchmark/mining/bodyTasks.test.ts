import { describe, expect, it } from 'vitest';
import { completeTask } from '../../../src/benchmark/candidate.ts';
import { bodyMiner } from '../../../src/benchmark/mining/bodyTasks.ts';
import { taskSchema } from '../../../src/benchmark/task.ts';
import { minedSample } from './minedSample.ts';
import { syntax } from './withTree.ts';

const miner = bodyMiner(syntax);

function broken(path: string, text: string, language: string): string[] {
  const candidates = miner.mine(minedSample(path, text, language), 'seed', () => undefined);
  return candidates.map(({ draft }) => draft.setup[0]?.text ?? '');
}

describe('bodyTasks', () => {
  it('replaces the statements of a method, and keeps its head and line ends', () => {
    const text =
      'class A {\r\n\t@memo\r\n\tasync *push<T>(x: T): AsyncGenerator<T> {\r\n\t\t// why\r\n\t\tconst y = x + 1;\r\n\t\tyield y;\r\n\t}\r\n}\r\n';
    expect(broken('a.ts', text, 'typescript')).toEqual([
      "class A {\r\n\t@memo\r\n\tasync *push<T>(x: T): AsyncGenerator<T> {\r\n\t\tthrow new Error('not implemented');\r\n\t}\r\n}\r\n",
    ]);
  });

  it('gives the expression of an arrow function a block', () => {
    const text = 'export const f = (x: number): number =>\n  x > 1\n    ? x * 2\n    : x;\n';
    expect(broken('a.ts', text, 'typescript')).toEqual([
      "export const f = (x: number): number =>\n  {\n  throw new Error('not implemented');\n};\n",
    ]);
  });

  it('keeps the docstring of Python', () => {
    const text = '@a\nasync def f(x):\n    """Doc."""\n\n    # why\n    y = x + 1\n    return y\n\n\nz = 1\n';
    expect(broken('a.py', text, 'python')).toEqual([
      '@a\nasync def f(x):\n    """Doc."""\n\n    raise NotImplementedError\n\n\nz = 1\n',
    ]);
  });

  it('makes valid drafts with the hole, and counts what it leaves', async () => {
    const rejections: string[] = [];
    const text = `class B extends A {
  constructor() {
    super();
    this.a = 1;
    this.b = f(2);
  }
  get value() {
    return 1;
  }
  plain() {
    return {
      a: 1,
    };
  }
  outer() {
    const inner = () => {
      const a = f(1);
      const b = f(a);
      return b;
    };
    return inner();
  }
}
`;
    const candidates = miner.mine(minedSample('b.js', text, 'javascript'), 's', (reason) => rejections.push(reason));
    expect(candidates).toHaveLength(1);
    const draft = candidates[0]?.draft;
    if (draft === undefined) throw new Error('no draft');
    expect(draft.setup[0]?.text?.slice(draft.hole.start, draft.hole.end)).toBe("throw new Error('not implemented');");
    expect(draft.gold).toEqual([{ path: 'b.js', text }]);
    const tests = {
      runner: 'vitest',
      directory: '.',
      files: ['t.ts'],
      failToPass: ['t'],
      passToPass: [],
      timeoutMs: 1000,
    };
    expect(taskSchema.parse(await completeTask(draft, { ...tests, runner: 'vitest' }))).toMatchObject({
      family: 'body',
    });
    expect(rejections.toSorted()).toEqual(['calls-super', 'enough-of-the-file', 'too-short', 'trivial']);
  });

  it('chooses by the seed', () => {
    const one = (name: string): string => `def ${name}(x):\n    y = x + 1\n    z = y * 2\n    return z\n\n\n`;
    const text = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(one).join('');
    const names = (seed: string): string[] =>
      miner.mine(minedSample('m.py', text, 'python'), seed, () => undefined).map(({ draft }) => draft.functionName);
    expect(names('1')).toEqual(names('1'));
    expect(names('1')).toHaveLength(3);
    expect(names('1')).not.toEqual(names('2'));
  });
});
