import type { RunChoice } from '../../../src/editor/benchmark/runChoice.ts';

/** What a person chose: the local engine, and no limit but the number of tasks. */
export function testChoice(families: RunChoice['families']): RunChoice {
  return {
    taskCount: 30,
    maxMinutes: null,
    maxTokens: null,
    maxUsd: null,
    samples: 1,
    since: null,
    families,
    engines: ['local'],
  };
}
