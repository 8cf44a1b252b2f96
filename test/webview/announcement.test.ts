import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../src/chat/chatEvent.ts';
import { emptyChat, type ChatState } from '../../src/chat/chatState.ts';
import { reduceChat } from '../../src/chat/reduceChat.ts';
import { announcement } from '../../src/webview/announcement.ts';
import { createWords } from '../../src/webview/words.ts';
import { englishStrings } from './harness/viewStrings.ts';

const words = createWords(englishStrings(), 'en');

/** What is said after each event. */
function said(events: readonly ChatEvent[], start: ChatState = emptyChat): (string | undefined)[] {
  let state = start;
  return events.map((event) => {
    const before = state;
    state = reduceChat(before, event);
    return announcement(before, state, words);
  });
}

const ended = (progress: 'done' | 'stopped' | 'failed' | 'cut-off'): ChatEvent => ({
  kind: 'assistant-ended',
  id: 'a',
  progress,
  usage: undefined,
  context: undefined,
});

describe('announcement', () => {
  it('says that an answer began and ended, and nothing in between', () => {
    const events: ChatEvent[] = [
      { kind: 'user', id: 'u', text: 'hello' },
      { kind: 'activity', activity: { kind: 'waiting' } },
      { kind: 'assistant-began', id: 'a' },
      { kind: 'activity', activity: { kind: 'writing' } },
      { kind: 'text', id: 'a', text: 'one' },
      { kind: 'text', id: 'a', text: ' two' },
      ended('done'),
      { kind: 'activity', activity: { kind: 'idle' } },
    ];
    expect(said(events).filter((text) => text !== undefined)).toEqual(['Parity is answering', 'Answer finished']);
  });

  it.each([
    ['stopped', 'Answer stopped'],
    ['failed', 'Answer failed'],
    ['cut-off', 'Answer cut off at its limit'],
  ] as const)('says that an answer was %s', (progress, text) => {
    const events: ChatEvent[] = [
      { kind: 'activity', activity: { kind: 'writing' } },
      { kind: 'assistant-began', id: 'a' },
      ended(progress),
      { kind: 'activity', activity: { kind: 'idle' } },
    ];
    expect(said(events).at(-1)).toBe(text);
  });

  it('says what waits for a decision', () => {
    const edit = { path: 'src/a.ts', addedLines: 3, removedLines: 1, diff: '' };
    const events: ChatEvent[] = [
      { kind: 'activity', activity: { kind: 'writing' } },
      { kind: 'call-began', id: 'c', tool: 'edit_file', target: 'src/a.ts' },
      { kind: 'call-awaits-approval', id: 'c', edit },
    ];
    expect(said(events).at(-1)).toBe('Parity proposes an edit of src/a.ts: 3 added, 1 removed. Accept or reject it.');
  });

  it('says notices and refusals', () => {
    const events: ChatEvent[] = [
      { kind: 'notice', id: 'n', severity: 'error', text: 'The engine stopped.', action: undefined },
      { kind: 'refused', refused: { text: 'x', reason: { kind: 'no-model' } } },
    ];
    expect(said(events)).toEqual(['The engine stopped.', 'Not sent: no model is ready.']);
  });
});
