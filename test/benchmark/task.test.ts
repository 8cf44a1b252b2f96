import { describe, expect, it } from 'vitest';
import { canonicalJson, nameTask, sampleSeed, sha256 } from '../../src/benchmark/digest.ts';
import { isTaskPath, taskSchema } from '../../src/benchmark/task.ts';

const draft = {
  schema: 1,
  family: 'toolcall',
  category: 'irrelevance',
  language: 'typescript',
  base: { kind: 'files', files: [] },
  cluster: 'made',
  date: null,
  question: 'What is the capital of France?',
  expected: [],
} as const;

describe('a task', () => {
  it('is named by its content alone', async () => {
    const { question, ...rest } = draft;
    const named = await nameTask({ ...draft, base: { kind: 'files', files: [] }, expected: [] });
    const reordered = await nameTask({ question, ...rest, base: { files: [], kind: 'files' }, expected: [] });
    expect(named.id).toMatch(/^[0-9a-f]{16}$/);
    expect(reordered.id).toBe(named.id);
    const other = await nameTask({ ...draft, base: { kind: 'files', files: [] }, expected: [], question: 'Why?' });
    expect(other.id).not.toBe(named.id);
    expect(taskSchema.parse(named)).toEqual(named);
  });

  it.each(['src/app.ts', 'a b/c.py', '.gitignore', 'src/..x'])('may name the path %s', (path) => {
    expect(isTaskPath(path)).toBe(true);
  });

  it.each([
    '',
    '/etc/passwd',
    '../x',
    'a/../b',
    'a//b',
    './a',
    'C:/x',
    'a\\b',
    '.git/config',
    'sub/.GIT/hooks/x',
    'a\0b',
  ])('may not name the path %j', (path) => {
    expect(isTaskPath(path)).toBe(false);
  });
});

describe('digests', () => {
  it('are those of FIPS 180-4', async () => {
    expect(await sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('do not depend on the order of keys, at any depth', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: undefined })).toBe('{"b":[{"c":2,"d":1}]}');
  });

  it('give each sample a seed of its own, always the same', async () => {
    const seeds = await Promise.all([0, 1, 2].map((sample) => sampleSeed('run', 'task', sample)));
    expect(new Set(seeds).size).toBe(3);
    expect(seeds[0]).toBe(await sampleSeed('run', 'task', 0));
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
  });
});
