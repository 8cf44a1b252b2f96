import { expect, it } from 'vitest';
import { benchmarkFolders, newId } from '../../../src/editor/benchmark/benchmarkFolders.ts';
import { whenMade } from '../../../src/editor/benchmark/benchmarkRows.ts';

it('keeps two repositories of one name apart, under names that any file system takes', () => {
  const [one, other] = ['/home/a/My Project!', '/home/b/My Project!'].map((root) => benchmarkFolders('/storage', root));
  expect(one?.repository).toMatch(/^\/storage\/benchmarks\/my-project-[0-9a-f]{12}$/);
  expect(other?.repository).not.toBe(one?.repository);
  expect(benchmarkFolders('/storage', '/日本').repository).toMatch(/^\/storage\/benchmarks\/[0-9a-f]{12}$/);
});

it('gives ids that sort by time and tell it', () => {
  const id = newId(new Date('2026-11-24T22:30:05Z'), '5f3a99');
  expect(id).toBe('20261124-223005-5f3a');
  expect(id < newId(new Date('2026-11-24T22:30:06Z'), '0000')).toBe(true);
  expect(whenMade(id)).toContain('2026');
  expect(whenMade('something else')).toBe('something else');
});
