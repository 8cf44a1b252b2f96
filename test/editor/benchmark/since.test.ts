import { expect, it } from 'vitest';
import { usualSamples } from '../../../src/benchmark/running/usualSamples.ts';
import { dayProblem } from '../../../src/editor/benchmark/askSince.ts';
import { newestRelease } from '../../../src/editor/benchmark/newestRelease.ts';
import { releaseDate } from '../../../src/harness/engines/releaseDate.ts';

it.each([
  ['Qwen3.5 4B', '2026-03-02'],
  ['Qwen3.5-4B-Q4_K_M.gguf', '2026-03-02'],
  ['Qwen/Qwen3.6-27B', '2026-04-22'],
  ['claude-sonnet-4-5-20250929', '2025-09-29'],
  ['anthropic/claude-haiku-5-5', '2026-10-07'],
  ['Parity Starter', '2026-11-22'],
  ['starter.gguf', '2026-11-22'],
  ['my-own-model', undefined],
  ['Qwen3.5-72B', undefined],
])('knows the release of %s', (model, day) => {
  expect(releaseDate(model)).toBe(day);
});

it('takes the newest of the chosen models, and names those it knows nothing of', () => {
  const engines = [
    { label: 'A', releasedOn: '2026-03-02' },
    { label: 'B', releasedOn: '2026-04-22' },
    { label: 'C', releasedOn: undefined },
    { label: 'D', releasedOn: '2026-04-22' },
  ];
  expect(newestRelease(engines)).toEqual({ day: '2026-04-22', newest: ['B', 'D'], unknown: ['C'] });
  expect(newestRelease([{ label: 'C', releasedOn: undefined }])).toEqual({
    ...{ day: undefined, newest: [], unknown: ['C'] },
  });
});

it.each([
  ['2026-03-02', undefined],
  ['2026-11-30', undefined],
  ['2 March', 'Write a day as year, month and day, such as 2026-03-02.'],
  ['2026-3-2', 'Write a day as year, month and day, such as 2026-03-02.'],
  ['2026-02-30', 'There is no such day. Write one such as 2026-03-02.'],
  ['2026-13-01', 'There is no such day. Write one such as 2026-03-02.'],
  ['2026-12-01', 'That day is still to come: there is no code since then.'],
])('takes %s for a day or says why not', (text, problem) => {
  expect(dayProblem(text, '2026-11-30')).toBe(problem);
});

it('recommends three answers where an engine is hosted', () => {
  expect(usualSamples([{ place: 'local' }, { place: 'this-machine' }])).toBe(1);
  expect(usualSamples([{ place: 'local' }, { place: 'remote' }])).toBe(3);
});
