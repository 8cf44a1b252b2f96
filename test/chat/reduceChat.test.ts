import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../src/chat/chatEvent.ts';
import { type ChatState, emptyChat } from '../../src/chat/chatState.ts';
import { reduceChat } from '../../src/chat/reduceChat.ts';

const fold = (events: readonly ChatEvent[], from: ChatState = emptyChat): ChatState => events.reduce(reduceChat, from);

const usage = {
  promptTokens: 1,
  reusedTokens: 0,
  evaluatedTokens: 1,
  generatedTokens: 1,
  firstTokenMs: 1,
  totalMs: 1,
};
const edit = { path: 'a.ts', addedLines: 1, removedLines: 0, diff: '+x' };

const id = fc.constantFrom('1', '2', '3');
const text = fc.string({ maxLength: 3 });
const anyEvent: fc.Arbitrary<ChatEvent> = fc.oneof(
  fc.constant<ChatEvent>({ kind: 'cleared' }),
  fc.constant<ChatEvent>({ kind: 'activity', activity: { kind: 'writing' } }),
  fc.constant<ChatEvent>({ kind: 'refused', refused: { text: 'x', reason: { kind: 'no-model' } } }),
  fc.constant<ChatEvent>({
    kind: 'surroundings',
    surroundings: { model: { kind: 'none' }, workspace: 'trusted', thinking: true },
  }),
  fc.record({ kind: fc.constant('user' as const), id, text }),
  fc.record({ kind: fc.constant('assistant-began' as const), id }),
  fc.record({ kind: fc.constant('thinking' as const), id, text }),
  fc.record({ kind: fc.constant('thinking-ended' as const), id, durationMs: fc.nat() }),
  fc.record({ kind: fc.constant('text' as const), id, text }),
  fc.record({
    kind: fc.constant('assistant-ended' as const),
    id,
    progress: fc.constantFrom('done' as const, 'stopped' as const),
    usage: fc.constantFrom(usage, undefined),
    context: fc.constantFrom({ usedTokens: 1, contextTokens: 2 }, undefined),
  }),
  fc.record({ kind: fc.constant('call-began' as const), id, tool: text, target: text }),
  fc.record({ kind: fc.constant('call-awaits-approval' as const), id, edit: fc.constantFrom(edit, undefined) }),
  fc.record({ kind: fc.constant('call-approved' as const), id }),
  fc.record({
    kind: fc.constant('call-ended' as const),
    id,
    progress: fc.constantFrom('done' as const, 'failed' as const, 'denied' as const, 'stopped' as const),
    summary: text,
    detail: text,
  }),
  fc.record({ kind: fc.constant('summary-began' as const), id }),
  fc.record({
    kind: fc.constant('summary-ended' as const),
    id,
    progress: fc.constantFrom('done' as const, 'stopped' as const, 'failed' as const),
    text,
    tokens: fc.constantFrom({ before: 9, after: 2 }, undefined),
  }),
  fc.record({
    kind: fc.constant('notice' as const),
    id,
    severity: fc.constantFrom('info' as const, 'error' as const),
    text,
    action: fc.constant(undefined),
  }),
);

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  Object.values(value).forEach(deepFreeze);
  return value;
}

describe('reduceChat', () => {
  it('makes a transcript of a turn', () => {
    const state = fold([
      { kind: 'user', id: 'u', text: 'Rename it' },
      { kind: 'assistant-began', id: 'a' },
      { kind: 'thinking', id: 'a', text: 'Hm' },
      { kind: 'thinking', id: 'a', text: '.' },
      { kind: 'thinking-ended', id: 'a', durationMs: 1_200 },
      { kind: 'text', id: 'a', text: 'I ' },
      { kind: 'text', id: 'a', text: 'edit.' },
      { kind: 'assistant-ended', id: 'a', progress: 'done', usage, context: { usedTokens: 2, contextTokens: 9 } },
      { kind: 'call-began', id: 'c', tool: 'edit_file', target: 'a.ts' },
      { kind: 'call-awaits-approval', id: 'c', edit },
      { kind: 'call-approved', id: 'c' },
      { kind: 'call-ended', id: 'c', progress: 'done', summary: '1 line', detail: 'Edited.' },
    ]);
    expect(state.entries).toEqual([
      { kind: 'user', id: 'u', text: 'Rename it' },
      { kind: 'assistant', id: 'a', thinking: 'Hm.', thinkingMs: 1_200, text: 'I edit.', progress: 'done', usage },
      {
        kind: 'call',
        id: 'c',
        tool: 'edit_file',
        target: 'a.ts',
        progress: 'done',
        summary: '1 line',
        detail: 'Edited.',
        edit,
      },
    ]);
    expect(state.context).toEqual({ usedTokens: 2, contextTokens: 9 });
  });

  it('keeps the surroundings when the conversation is cleared', () => {
    const surroundings = { model: { kind: 'none' }, workspace: 'trusted', thinking: true } as const;
    const state = fold([
      { kind: 'surroundings', surroundings },
      { kind: 'user', id: 'u', text: 'x' },
      { kind: 'refused', refused: { text: 'y', reason: { kind: 'answering' } } },
      { kind: 'cleared' },
    ]);
    expect(state).toEqual({ ...emptyChat, surroundings });
  });

  it('takes back a refusal when the next message is sent', () => {
    const refused = fold([{ kind: 'refused', refused: { text: 'y', reason: { kind: 'no-model' } } }]);
    expect(reduceChat(refused, { kind: 'user', id: 'u', text: 'y' }).refused).toBeUndefined();
  });

  it('ignores an event for an entry that is not there, or is of another kind', () => {
    const state = fold([{ kind: 'user', id: 'u', text: 'x' }]);
    expect(reduceChat(state, { kind: 'text', id: 'gone', text: 'y' })).toBe(state);
    expect(reduceChat(state, { kind: 'text', id: 'u', text: 'y' })).toBe(state);
    expect(reduceChat(state, { kind: 'call-approved', id: 'u' })).toBe(state);
  });

  it('leaves every entry that an event does not touch the same object', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), anyEvent, (events, event) => {
        const before = fold(events);
        const after = reduceChat(before, event);
        const changed = before.entries.filter((entry) => !after.entries.includes(entry));
        if (event.kind !== 'cleared') expect(changed.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('never changes a state it was given', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        events.reduce((state, event) => deepFreeze(reduceChat(state, event)), deepFreeze(emptyChat));
      }),
    );
  });

  it('gives a view that joins late, with a copied snapshot, the same state', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), fc.nat(), (events, at) => {
        const cut = at % (events.length + 1);
        const snapshot = structuredClone(fold(events.slice(0, cut)));
        expect(fold(events.slice(cut), snapshot)).toEqual(fold(events));
      }),
    );
  });
});
