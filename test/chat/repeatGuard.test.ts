import { describe, expect, it } from 'vitest';
import { createRepeatGuard } from '../../src/chat/repeatGuard.ts';
import type { ToolCall } from '../../src/engine/message.ts';

/** One letter is one call: the same letter, the same call. */
const callOf = (letter: string): ToolCall => ({ kind: 'call', id: '', name: 'read', arguments: { path: letter } });

function stuckAfter(calls: readonly ToolCall[]): number | undefined {
  const guard = createRepeatGuard();
  const index = calls.findIndex((call) => guard.isStuck(call));
  return index === -1 ? undefined : index + 1;
}

describe('createRepeatGuard', () => {
  it.each([
    { calls: 'aaa', after: 3 },
    { calls: 'aabaa', after: undefined },
    { calls: 'xaaa', after: 4 },
    { calls: 'ababab', after: 6 },
    { calls: 'abcabcabc', after: 9 },
    { calls: 'abacab', after: undefined },
    { calls: 'abcdefgh', after: undefined },
  ])('$calls: stuck after $after', ({ calls, after }) => {
    expect(stuckAfter([...calls].map(callOf))).toBe(after);
  });

  it('sees through the order of arguments and the id', () => {
    const one: ToolCall = { kind: 'call', id: '1', name: 'read', arguments: { path: 'a', from: '1' } };
    const two: ToolCall = { kind: 'call', id: '2', name: 'read', arguments: { from: '1', path: 'a' } };
    expect(stuckAfter([one, two, one])).toBe(3);
  });

  it('compares what could not be read by what was written', () => {
    const raw = (text: string): ToolCall => ({ kind: 'malformed', id: '', raw: text, problem: 'No end.' });
    expect(stuckAfter([raw('x'), raw('x'), raw('x')])).toBe(3);
    expect(stuckAfter([raw('x'), raw('y'), raw('z')])).toBeUndefined();
  });
});
