/**
 * Folds one event into what the chat shows. Host and view run this same function, so it is pure, takes the state as
 * immutable, and costs no more than what the event touches. An event for an entry that is not there changes nothing.
 */
import type { ChatEvent } from './chatEvent.ts';
import type { AssistantEntry, CallEntry, ChatState, Entry } from './chatState.ts';

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
    case 'user':
      return { ...append(state, { kind: 'user', id: event.id, text: event.text }), refused: undefined };
    case 'notice':
      return append(state, event);
    case 'assistant-began':
      return append(state, newAssistantEntry(event.id));
    case 'thinking':
      return changeAssistant(state, event.id, (entry) => ({ ...entry, thinking: entry.thinking + event.text }));
    case 'thinking-ended':
      return changeAssistant(state, event.id, (entry) => ({ ...entry, thinkingMs: event.durationMs }));
    case 'text':
      return changeAssistant(state, event.id, (entry) => ({ ...entry, text: entry.text + event.text }));
    case 'assistant-ended': {
      const { progress, usage } = event;
      const ended = changeAssistant(state, event.id, (entry) => ({ ...entry, progress, usage }));
      return event.context === undefined ? ended : { ...ended, context: event.context };
    }
    case 'call-began':
      return append(state, newCallEntry(event.id, event.tool, event.target));
    case 'call-awaits-approval':
      return changeCall(state, event.id, (entry) => ({ ...entry, progress: 'awaiting-approval', edit: event.edit }));
    case 'call-approved':
      return changeCall(state, event.id, (entry) => ({ ...entry, progress: 'running' }));
    case 'call-ended': {
      const { progress, summary, detail } = event;
      return changeCall(state, event.id, (entry) => ({ ...entry, progress, summary, detail }));
    }
  }
}

function append(state: ChatState, entry: Entry): ChatState {
  return { ...state, entries: [...state.entries, entry] };
}

function changeAssistant(state: ChatState, id: string, change: (entry: AssistantEntry) => AssistantEntry): ChatState {
  return changeEntry(state, id, (entry) => (entry.kind === 'assistant' ? change(entry) : entry));
}

function changeCall(state: ChatState, id: string, change: (entry: CallEntry) => CallEntry): ChatState {
  return changeEntry(state, id, (entry) => (entry.kind === 'call' ? change(entry) : entry));
}

/** The newest entries change, so the search starts at the end. */
function changeEntry(state: ChatState, id: string, change: (entry: Entry) => Entry): ChatState {
  const index = state.entries.findLastIndex((entry) => entry.id === id);
  const entry = state.entries[index];
  if (entry === undefined) return state;
  const changed = change(entry);
  return changed === entry ? state : { ...state, entries: state.entries.with(index, changed) };
}

function newAssistantEntry(id: string): AssistantEntry {
  return {
    kind: 'assistant',
    id,
    thinking: '',
    thinkingMs: undefined,
    text: '',
    progress: 'streaming',
    usage: undefined,
  };
}

function newCallEntry(id: string, tool: string, target: string): CallEntry {
  return { kind: 'call', id, tool, target, progress: 'running', summary: '', detail: '', edit: undefined };
}
