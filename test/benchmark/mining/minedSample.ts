import type { MinedFile } from '../../../src/benchmark/mining/minedFile.ts';

export function minedSample(path: string, text: string, language: string): MinedFile {
  return {
    path,
    language,
    text,
    base: { kind: 'commit', commit: 'a'.repeat(40) },
    packageDirectory: '.',
    relatedTests: ['test/some.test.ts'],
    originOf: ({ start }) => ({ cluster: `at ${start}`, date: null }),
  };
}
