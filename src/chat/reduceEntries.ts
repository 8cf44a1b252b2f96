import type { AnswerEntryEvent } from './chatEvent.ts';
import type { AssistantEntry, CallEntry, Entry } from './chatState.ts';

/** Folds one event of an answer into the entries shown. An event for an entry that is not there changes nothing. */
export function reduceEntries(entries: readonly Entry[], event: AnswerEntryEvent): readonly Entry[] {
  switch (event.kind) {
    case 'notice':
      return [...entries, event];
    case 'summary-began':
      return [...entries, { kind: 'summary', id: event.id, progress: 'running', text: '', tokens: undefined }];
    case 'summary-ended': {
      const { progress, text, tokens } = event;
      return changeEntry(entries, event.id, (entry) =>
        entry.kind === 'summary' ? { ...entry, progress, text, tokens } : entry,
      );
    }
    case 'assistant-began':
      return [...entries, newAssistantEntry(event.id)];
    case 'thinking':
      return changeAssistant(entries, event.id, (entry) => ({ ...entry, thinking: entry.thinking + event.text }));
    case 'thinking-ended':
      return changeAssistant(entries, event.id, (entry) => ({ ...entry, thinkingMs: event.durationMs }));
    case 'text':
      return changeAssistant(entries, event.id, (entry) => ({ ...entry, text: entry.text + event.text }));
    case 'assistant-ended': {
      const { progress, usage } = event;
      return changeAssistant(entries, event.id, (entry) => ({ ...entry, progress, usage }));
    }
    case 'call-began':
      return [...entries, newCallEntry(event.id, event.tool, event.target)];
    case 'call-awaits-approval':
      return changeCall(entries, event.id, (entry) => ({ ...entry, progress: 'awaiting-approval', edit: event.edit }));
    case 'call-approved':
      return changeCall(entries, event.id, (entry) => ({ ...entry, progress: 'running' }));
    case 'call-ended': {
      const { progress, summary, detail } = event;
      return changeCall(entries, event.id, (entry) => ({ ...entry, progress, summary, detail }));
    }
  }
}

/** The newest entries change, so the search starts at the end. */
export function changeEntry(entries: readonly Entry[], id: string, change: (entry: Entry) => Entry): readonly Entry[] {
  const index = entries.findLastIndex((entry) => entry.id === id);
  const entry = entries[index];
  if (entry === undefined) return entries;
  const changed = change(entry);
  return changed === entry ? entries : entries.with(index, changed);
}

function changeAssistant(
  entries: readonly Entry[],
  id: string,
  change: (entry: AssistantEntry) => AssistantEntry,
): readonly Entry[] {
  return changeEntry(entries, id, (entry) => (entry.kind === 'assistant' ? change(entry) : entry));
}

function changeCall(entries: readonly Entry[], id: string, change: (entry: CallEntry) => CallEntry): readonly Entry[] {
  return changeEntry(entries, id, (entry) => (entry.kind === 'call' ? change(entry) : entry));
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
