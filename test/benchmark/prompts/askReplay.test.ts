import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askReplay, touchedPaths } from '../../../src/benchmark/prompts/askReplay.ts';
import { questionTokens } from '../../../src/benchmark/prompts/askInOneMessage.ts';
import type { FileEdit, ReplayTask } from '../../../src/benchmark/task.ts';
import { rightFiles } from './rightAnswer.ts';

const task: ReplayTask = {
  schema: 1,
  id: '0'.repeat(16),
  family: 'replay',
  language: 'typescript',
  base: { kind: 'commit', commit: 'a'.repeat(40) },
  cluster: 'a',
  date: null,
  path: 'src/a.ts',
  setup: [],
  gold: [
    { path: 'src/a.ts', text: 'new a\n' },
    { path: 'src/new.ts', text: 'new\n' },
    { path: 'package.json', text: '{}\n' },
  ],
  tests: {
    runner: 'vitest',
    directory: '.',
    files: ['checks/a.ts'],
    failToPass: ['a'],
    passToPass: [],
    timeoutMs: 1000,
  },
  commit: 'b'.repeat(40),
  message: 'Make a new\n\nIt was old.',
  hidden: [{ path: 'checks/b.ts', text: 'hidden' }],
};
const files = {
  touched: [{ path: 'src/a.ts', text: 'old a\n' }],
  paths: ['Makefile', 'docs/x.md', 'my file.txt', 'src/a.ts', 'src/b.ts', 'src/deep/c.ts'],
};

function readAs(reply: string): readonly FileEdit[] | string {
  const read = askReplay(task, files, 4000).read(reply);
  return read.kind === 'edits' ? read.edits : read.kind === 'unreadable' ? read.problem : read.kind;
}

const block = (info: string, text = 'x\n'): string => `\`\`\`${info}\n${text}\`\`\`\n`;

describe('the question for a commit', () => {
  it('has the message, the touched files, and the names of others', () => {
    const { text } = askReplay(task, files, 4000);
    expect(text).toContain(task.message);
    expect(text).toContain('```src/a.ts\nold a\n```');
    expect(text).toContain('Makefile\ndocs/x.md\nmy file.txt\nsrc/b.ts\nsrc/deep/c.ts');
    expect(text).not.toMatch(/hidden|checks|src\/new\.ts/);
  });

  it('shows none of what an answer may not change', () => {
    expect(touchedPaths(task)).toEqual(['src/a.ts', 'src/new.ts']);
  });

  it('names what is near, where there is no room for all', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `lib/far/file${index}.ts`);
    const { text } = askReplay(task, { ...files, paths: [...many, 'src/near.ts'] }, 1000);
    expect(text).toContain('src/near.ts');
    expect(questionTokens(text)).toBeLessThan(1000);
  });
});

describe('the answer with files', () => {
  it.each([
    'src/a.ts',
    'ts src/a.ts',
    'typescript:src/a.ts',
    'path=src/a.ts',
    'ts title="src/a.ts"',
    './src/a.ts',
    '`src/a.ts`',
  ])('has its path in %s', (info) => {
    // An info string with a backtick opens no backtick fence.
    const reply = info.includes('`') ? `~~~${info}\nx\n~~~\n` : block(info);
    expect(readAs(reply)).toEqual([{ path: 'src/a.ts', text: 'x\n' }]);
  });

  it('knows names that look like no path, or have spaces, from the repository', () => {
    expect(readAs(block('Makefile') + block('my file.txt'))).toEqual([
      { path: 'Makefile', text: 'x\n' },
      { path: 'my file.txt', text: 'x\n' },
    ]);
  });

  it('may add and delete files, and leaves out blocks without a path, and files as they were', () => {
    const reply = `${block('src/a.ts', 'old a\n')}${block('src/n.ts')}${block('delete src/b.ts', '')}${block('sh', 'npm i\n')}`;
    expect(readAs(reply)).toEqual([
      { path: 'src/n.ts', text: 'x\n' },
      { path: 'src/b.ts', text: null },
    ]);
  });

  it('counts the last block of a file, and keeps its line ends', () => {
    const windows = { ...files, touched: [{ path: 'src/a.ts', text: 'a\r\nb\r\n' }] };
    const read = askReplay(task, windows, 4000).read(block('src/a.ts', 'y\n') + block('src/a.ts', 'a\nc\n'));
    expect(read).toEqual({ kind: 'edits', edits: [{ path: 'src/a.ts', text: 'a\r\nc\r\n' }] });
  });

  it.each([
    ['../../etc/passwd', 'is no path inside of the repository'],
    ['ts ../a.ts', 'is no path inside of the repository'],
    ['/etc/passwd', 'is no path inside of the repository'],
    ['C:\\a.ts', 'is no path inside of the repository'],
    ['src\\a.ts', 'is no path inside of the repository'],
    ['src/../../a.ts', 'is no path inside of the repository'],
    ['.git/hooks/post-checkout', 'is no path inside of the repository'],
    ['src/.GIT/config', 'is no path inside of the repository'],
    ['delete ../a.ts', 'is no path inside of the repository'],
    [`src/${'a'.repeat(2000)}.ts`, 'is no path inside of the repository'],
  ])('is refused for %s', (info, problem) => {
    expect(readAs(block('src/a.ts') + block(info, ''))).toContain(problem);
  });

  it('leaves changes of tests and their setup for grading to ignore', () => {
    const paths = ['src/a.ts', 'test/a.test.ts', 'package.json', 'Checks/A.ts'];
    const read = askReplay(task, files, 4000).read(paths.map((path) => block(path, 'new\n')).join(''));
    expect(read).toEqual({ kind: 'edits', edits: paths.map((path) => ({ path, text: 'new\n' })) });
  });

  it('is unreadable without a file, and when it was cut off', () => {
    expect(readAs('Done.')).toBe('there is no fenced code block');
    expect(readAs(block('ts'))).toBe('no code block has the path of a file');
    expect(readAs(`${block('src/a.ts')}\`\`\`src/n.ts\nx`)).toBe('a code block has no end');
  });

  it('is taken as it is, whatever the files hold', () => {
    const name = fc.stringMatching(/^[a-z]{1,5}( [a-z]{1,3})?\.[a-z]{2}$/).map((file) => `lib/${file}`);
    const text = fc.oneof(
      fc.constant(null),
      fc
        .array(fc.oneof(fc.string(), fc.constantFrom('```', '~~~~', '```ts', ' ```')))
        .map((lines) => lines.map((line) => `${line.replaceAll(/[\r\n]/g, '')}\n`).join('')),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ path: name, text }), { selector: ({ path }) => path, minLength: 1 }),
        (edits) => {
          expect(readAs(`I changed these:\n\n${rightFiles(edits)}\n\nThat is all.`)).toEqual(edits);
        },
      ),
    );
  });
});
