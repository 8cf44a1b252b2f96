import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../src/chat/chatEvent.ts';
import { emptyChat } from '../../src/chat/chatState.ts';
import type { ToView } from '../../src/chat/viewMessage.ts';
import { createChatStore, type ShownChat } from '../../src/webview/chatStore.ts';
import { englishStrings } from './harness/viewStrings.ts';

function storeWithFrames() {
  const frames: (() => void)[] = [];
  const drawn: ShownChat[] = [];
  const store = createChatStore(
    (run) => frames.push(run),
    (shown) => drawn.push(shown),
  );
  return { store, drawn, frame: () => frames.splice(0).forEach((run) => run()), waiting: () => frames.length };
}

const snapshot: Extract<ToView, { kind: 'snapshot' }> = {
  kind: 'snapshot',
  state: emptyChat,
  strings: englishStrings(),
  locale: 'en',
};
const text = (part: string): { kind: 'event'; event: ChatEvent } => ({
  kind: 'event',
  event: { kind: 'text', id: 'a', text: part },
});

describe('createChatStore', () => {
  it('draws a snapshot at once', () => {
    const { store, drawn } = storeWithFrames();
    store.apply(snapshot);
    expect(drawn.map(({ state }) => state)).toEqual([emptyChat]);
  });

  it('draws once a frame, however many events came', () => {
    const { store, drawn, frame, waiting } = storeWithFrames();
    store.apply(snapshot);
    store.apply({ kind: 'event', event: { kind: 'assistant-began', id: 'a' } });
    for (const part of ['one ', 'two ', 'three']) store.apply(text(part));
    expect(drawn).toHaveLength(1);
    expect(waiting()).toBe(1);

    frame();
    expect(drawn).toHaveLength(2);
    expect(drawn[1]?.state.entries).toMatchObject([{ kind: 'assistant', text: 'one two three' }]);

    store.apply(text('.'));
    frame();
    expect(drawn).toHaveLength(3);
  });

  it('ignores events from before the snapshot, which holds them already', () => {
    const { store, drawn, frame } = storeWithFrames();
    store.apply({ kind: 'event', event: { kind: 'user', id: 'u', text: 'hello' } });
    frame();
    expect(drawn).toEqual([]);
    store.apply({ ...snapshot, state: { ...emptyChat, entries: [{ kind: 'user', id: 'u', text: 'hello' }] } });
    expect(drawn[0]?.state.entries).toHaveLength(1);
  });

  it('takes a second snapshot for the whole truth', () => {
    const { store, drawn } = storeWithFrames();
    store.apply({ ...snapshot, state: { ...emptyChat, entries: [{ kind: 'user', id: 'u', text: 'old' }] } });
    store.apply(snapshot);
    expect(drawn.at(-1)?.state.entries).toEqual([]);
  });
});
