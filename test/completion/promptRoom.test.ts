import { describe, expect, it } from 'vitest';
import { adaptPromptRoom, initialPromptTokens, minPromptTokens } from '../../src/completion/promptRoom.ts';

describe('adaptPromptRoom', () => {
  it('stays as it is until something is known', () => {
    expect(adaptPromptRoom(initialPromptTokens, undefined)).toBe(initialPromptTokens);
  });

  it('grows for an engine that reads fast, and shrinks to a floor for a slow one', () => {
    expect(adaptPromptRoom(1024, 2000)).toBe(5000);
    expect(adaptPromptRoom(5000, 10)).toBe(minPromptTokens);
  });

  it('does not follow small changes', () => {
    expect(adaptPromptRoom(5000, 1500)).toBe(5000);
    expect(adaptPromptRoom(5000, 2800)).toBe(5000);
  });
});
