import type { CallEntry } from '../../chat/chatState.ts';
import type { Words } from '../words.ts';

export interface CallLabel {
  /** A codicon's name. */
  readonly icon: string;
  readonly verb: string;
  /** Whether `target` is a file the editor can open. */
  readonly isFile: boolean;
}

/** How a call's row begins. A tool this view has no words for is shown by its name. */
export function callLabel(entry: CallEntry, words: Words): CallLabel {
  const { strings } = words;
  const isOver = entry.progress !== 'running' && entry.progress !== 'awaiting-approval';
  switch (entry.tool) {
    case 'read_file':
      return { icon: 'file', verb: isOver ? strings.readDone : strings.readRunning, isFile: true };
    case 'list_files':
      return { icon: 'list-tree', verb: isOver ? strings.listDone : strings.listRunning, isFile: false };
    case 'search_text':
      return { icon: 'search', verb: isOver ? strings.searchDone : strings.searchRunning, isFile: false };
    case 'edit_file':
      return { icon: 'edit', verb: editVerb(), isFile: true };
    default:
      return {
        icon: 'tools',
        verb: words.fill(isOver ? strings.otherDone : strings.otherRunning, entry.tool),
        isFile: false,
      };
  }

  function editVerb(): string {
    switch (entry.progress) {
      case 'running':
        return strings.editRunning;
      case 'done':
        return strings.editDone;
      case 'denied':
        return strings.editRejected;
      case 'awaiting-approval':
      case 'failed':
      case 'stopped':
        return strings.editProposed;
    }
  }
}
