import { l10n, workspace } from 'vscode';
import type { ModelState, Surroundings } from '../chat/chatState.ts';
import type { EngineState } from '../engine/statefulEngine.ts';
import type { ModelDescription } from '../engine/engine.ts';
import { describeError } from './errors/describeError.ts';

export function workspaceState(): Surroundings['workspace'] {
  if ((workspace.workspaceFolders ?? []).length === 0) return 'none';
  return workspace.isTrusted ? 'trusted' : 'untrusted';
}

/** The model as the chat shows it. A stopped engine counts as ready with the model it had: the next message starts it. */
export function modelState(state: EngineState): ModelState {
  switch (state.kind) {
    case 'stopped':
      return state.model === undefined ? { kind: 'none' } : readyModel(state.model);
    case 'loading':
      return { kind: 'loading', name: state.name, fraction: state.progress.fraction };
    case 'ready':
      return readyModel(state.model);
    case 'failed':
      return { kind: 'failed', problem: describeError(state.error).text };
  }
}

function readyModel({ name, capabilities, contextTokens, chatProblem: detail }: ModelDescription): ModelState {
  const { chat, tools, thinking } = capabilities;
  const chatProblem = l10n.t('Its chat template cannot be used: {0}. Choose another model.', detail ?? '');
  return {
    kind: 'ready',
    name,
    chat,
    tools,
    thinking,
    contextTokens,
    ...(detail === undefined ? {} : { chatProblem }),
  };
}
