import type { ChatState } from '../chat/chatState.ts';
import { reduceChat } from '../chat/reduceChat.ts';
import type { ToView } from '../chat/viewMessage.ts';
import { createWords, type Words } from './words.ts';

/** What the page shows: nothing before the host's first snapshot. */
export interface ShownChat {
  readonly state: ChatState;
  readonly words: Words;
}

export interface ChatStore {
  apply(message: Extract<ToView, { kind: 'snapshot' | 'event' }>): void;
}

/**
 * Folds the host's messages and draws at most once per `schedule`d turn, however many came: a fast model sends more
 * parts than a screen has frames.
 */
export function createChatStore(schedule: (run: () => void) => void, draw: (shown: ShownChat) => void): ChatStore {
  let shown: ShownChat | undefined;
  let isScheduled = false;

  function drawSoon(): void {
    if (isScheduled) return;
    isScheduled = true;
    schedule(() => {
      isScheduled = false;
      if (shown !== undefined) draw(shown);
    });
  }

  return {
    apply(message) {
      switch (message.kind) {
        case 'snapshot':
          shown = { state: message.state, words: createWords(message.strings, message.locale) };
          // The first picture comes at once.
          draw(shown);
          return;
        case 'event':
          // Events from before the snapshot are already in it.
          if (shown === undefined) return;
          shown = { ...shown, state: reduceChat(shown.state, message.event) };
          drawSoon();
          return;
      }
    },
  };
}
