/**
 * Folds one event into what the chat shows. Host and view run this same function, so it is pure, takes the state as
 * immutable, and costs no more than what the event touches. An event for an entry that is not there changes nothing.
 */
import type { ChatEvent } from './chatEvent.ts';
import type { ChatState, Entry } from './chatState.ts';
import { reducePair } from './pair/reducePair.ts';
import { reduceEntries } from './reduceEntries.ts';

export function reduceChat(state: ChatState, event: ChatEvent): ChatState {
  switch (event.kind) {
    case 'surroundings':
      return { ...state, surroundings: event.surroundings };
    case 'cleared':
      return { ...state, entries: [], activity: { kind: 'idle' }, context: undefined, refused: undefined };
    case 'refused':
      return { ...state, refused: event.refused };
    case 'activity':
      return { ...state, activity: event.activity };
    case 'user': {
      const entries = [...state.entries, { kind: 'user', id: event.id, text: event.text } as const];
      return { ...state, entries, refused: undefined };
    }
    case 'assistant-ended': {
      const ended = withEntries(state, reduceEntries(state.entries, event));
      return event.context === undefined ? ended : { ...ended, context: event.context };
    }
    case 'pair-began':
    case 'pair-side-began':
    case 'pair-side':
    case 'pair-side-ended':
    case 'pair-shown':
    case 'pair-voted':
    case 'pair-kept':
    case 'pair-dropped':
      return withEntries(state, reducePair(state.entries, event));
    default:
      return withEntries(state, reduceEntries(state.entries, event));
  }
}

function withEntries(state: ChatState, entries: readonly Entry[]): ChatState {
  return entries === state.entries ? state : { ...state, entries };
}
