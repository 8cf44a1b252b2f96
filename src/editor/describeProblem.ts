import { l10n } from 'vscode';
import type { NoticeEntry, ViewAction } from '../chat/chatState.ts';
import type { ChatProblem } from '../chat/chatProblem.ts';
import { describeError } from './errors/describeError.ts';
import type { StepCommand } from './errors/errorDescription.ts';
import { formatCount } from './formatCount.ts';

/** The words for how a turn of the chat ended, when it did not simply end. */
export function describeProblem(problem: ChatProblem): Omit<NoticeEntry, 'kind' | 'id'> {
  switch (problem.kind) {
    case 'failed': {
      const { text, step } = describeError(problem.error);
      return { severity: 'error', text, action: step === undefined ? undefined : actionFor(step.command) };
    }
    case 'empty':
      return {
        severity: 'warning',
        text: l10n.t('The model gave no answer. Ask again in other words, or try another model.'),
        action: undefined,
      };
    case 'repeated-call':
      return {
        severity: 'warning',
        text:
          problem.tool === ''
            ? l10n.t('The model repeated a call that cannot be read, so Parity stopped it. Ask in other words.')
            : l10n.t('The model repeated its call to {0}, so Parity stopped it. Ask in other words.', problem.tool),
        action: undefined,
      };
    case 'too-many-replies':
      return {
        severity: 'warning',
        text: l10n.t(
          'The model went on for {0} steps without finishing, so Parity stopped it. Send a message to let it go on.',
          problem.maxReplies,
        ),
        action: undefined,
      };
    case 'context-full':
      return {
        severity: 'warning',
        text: l10n.t(
          'The conversation has {0} tokens and there is room for {1}. Nothing was cut. Start a new chat, or raise the setting parity.model.contextTokens.',
          formatCount(problem.promptTokens),
          formatCount(problem.roomTokens),
        ),
        action: 'new-chat',
      };
  }
}

/** The view knows actions, not commands: it cannot run whatever it likes. */
function actionFor(command: StepCommand): ViewAction | undefined {
  if (command === 'parity.chooseModel') return 'choose-model';
  if (command === 'parity.doctor') return 'doctor';
  if (command === 'parity.chooseEngines') return 'choose-engines';
  if (command === 'parity.setApiKey') return 'set-api-key';
  if (command === 'parity.showLog') return 'show-log';
  return undefined;
}
