import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../src/completion/estimateTokens.ts';
import { makeInfillRequest, type Pacing } from '../../src/completion/infillRequest.ts';
import { decideShape } from '../../src/completion/shape.ts';
import { modelWith } from './heldEngine.ts';
import { snapshotOf } from './snapshotAt.ts';

const pacing: Pacing = { tokensPerSecond: undefined, charactersPerToken: 3, promptTokens: 100_000 };
const long = snapshotOf(`${'some = line(of, code);\n'.repeat(2000)}f() {`, '\n'.repeat(50));
const shape = decideShape(long, 'block');
const model = modelWith({ infillContextTokens: 2048 });

describe('makeInfillRequest', () => {
  it('leaves room for the answer within the context of the model', () => {
    const request = makeInfillRequest(long, shape, model, pacing, () => []);
    const prompt = estimateTokens(request.prefix + request.suffix, 3);
    expect(prompt).toBeGreaterThan(1000);
    expect(prompt + request.maxTokens).toBeLessThan(2048);
  });

  it('takes less than the context holds when reading it would take too long', () => {
    const request = makeInfillRequest(long, shape, model, { ...pacing, promptTokens: 800 }, () => []);
    expect(estimateTokens(request.prefix + request.suffix, 3)).toBeLessThan(800);
  });

  it('gives other files their share, and the document the rest', () => {
    const files = [{ path: 'src/other.ts', text: 'x'.repeat(900) }];
    const asked: number[] = [];
    const request = makeInfillRequest(long, shape, model, pacing, (_snapshot, tokens) => {
      asked.push(tokens);
      return files;
    });
    expect(request.contextFiles).toBe(files);
    expect(asked[0]).toBeGreaterThan(300);
    const alone = makeInfillRequest(long, shape, model, pacing, () => []);
    expect(request.prefix.length).toBeLessThan(alone.prefix.length);
  });

  it('asks a slow model for a shorter block', () => {
    const maxTokens = (tokensPerSecond: number) =>
      makeInfillRequest(long, shape, model, { ...pacing, tokensPerSecond }, () => []).maxTokens;
    expect(maxTokens(20)).toBe(60);
    expect(maxTokens(1)).toBe(48);
    expect(maxTokens(1000)).toBe(256);
  });
});
