import { describe, expect, it } from 'vitest';
import { statedScores } from '../../../src/models/catalogue/statedScores.ts';

const benchmarksOf = (name: string): readonly string[] => statedScores(name).map(({ benchmark }) => benchmark);

describe('statedScores', () => {
  it.each(['Qwen3.5-35B-A3B-Q4_K_M.gguf', 'Qwen/Qwen3.5-35B-A3B', 'qwen3.5:35b-a3b'])('knows %s', (name) => {
    expect(benchmarksOf(name)).toEqual(['SWE-bench Verified', 'LiveCodeBench', 'MMMU-Pro']);
  });

  it('says what the articles leave out', () => {
    const livecode = statedScores('qwen3.5-35b-a3b').find(({ benchmark }) => benchmark === 'LiveCodeBench');
    expect(livecode).toMatchObject({ score: 74.6, caveat: expect.stringContaining('gpt-oss-120B ahead (82.7)') });
    const hard = statedScores('qwen3.5-122b-a10b').find(({ benchmark }) => benchmark === 'GPQA Diamond');
    expect(hard?.caveat).toContain('the smaller GPT-5 mini (82.8)');
  });

  it('knows API models by their names with date and vendor, also from what Qwen’s cards say of them', () => {
    expect(benchmarksOf('openai/gpt-5')).toEqual(['SWE-bench Verified', 'Aider polyglot']);
    expect(benchmarksOf('claude-sonnet-4-5-20250929')).toContain('MMMU-Pro');
    expect(statedScores('gpt-5-mini')[0]).toMatchObject({
      score: 83.7,
      caveat: expect.stringContaining('not by its own maker'),
    });
  });

  it('keeps nothing of models that it does not know', () => {
    expect(statedScores('some-model')).toEqual([]);
  });
});
