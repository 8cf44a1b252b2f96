import { l10n } from 'vscode';
import { basename } from 'node:path';
import { formatCount } from '../formatCount.ts';
import { type ErrorWords, chooseModel, openSetting, showLog } from './errorDescription.ts';

type EngineErrorCode =
  | 'model-missing'
  | 'model-invalid'
  | 'adapter-invalid'
  | 'load-failed'
  | 'out-of-memory'
  | 'engine-unavailable'
  | 'no-model'
  | 'infill-unsupported'
  | 'chat-unsupported'
  | 'tools-unsupported'
  | 'context-overflow'
  | 'template-failed'
  | 'worker-crashed'
  | 'engine-halted'
  | 'engine-silent'
  | 'protocol-mismatch'
  | 'engine-closed';

/** Of the model, its file, and the process that runs it. */
export const engineErrors: ErrorWords<EngineErrorCode> = {
  'model-missing': (data) => ({
    text: l10n.t('The model file {0} does not exist. Choose another one, or put the file back.', data.path),
    step: chooseModel(),
  }),
  'model-invalid': (data) => ({
    text: l10n.t('{0} cannot be used: the file {1}.', basename(data.path), data.problem),
    step: chooseModel(),
  }),
  'adapter-invalid': (data) => ({
    text: l10n.t(
      'The adapter {0} cannot be used: the file {1}. Remove it to go on without it, or add another one.',
      basename(data.path),
      data.problem,
    ),
    step: { label: l10n.t('Remove LoRA Adapter'), command: 'parity.removeAdapter' },
  }),
  'load-failed': (data) => ({
    text: l10n.t('The engine could not load {0}: {1}', basename(data.path), data.detail),
    step: chooseModel(),
  }),
  'out-of-memory': (data) => ({
    text: l10n.t(
      'There is not enough memory to load {0}, even with a context of {1} tokens and without a GPU. Choose a smaller model, or close other programs and restart the engine.',
      basename(data.path),
      formatCount(data.contextTokens),
    ),
    step: chooseModel(),
  }),
  'engine-unavailable': (data) => ({
    text: l10n.t('The engine cannot run on this system ({0}). The log says why.', data.platform),
    step: showLog(),
  }),
  'no-model': () => ({ text: l10n.t('No model is loaded. Choose a model file.'), step: chooseModel() }),
  'infill-unsupported': (data) => ({
    text: l10n.t('{0} cannot complete code. Choose a model that can.', data.model),
    step: chooseModel(),
  }),
  'chat-unsupported': (data) => ({
    text: l10n.t('{0} cannot chat. Choose a model that can.', data.model),
    step: chooseModel(),
  }),
  'tools-unsupported': (data) => ({
    text: l10n.t('{0} cannot call tools, so it cannot change files. Choose a model that can.', data.model),
    step: chooseModel(),
  }),
  'context-overflow': (data) => ({
    text: l10n.t(
      'This needs {0} tokens and {1} for the answer, but the context holds {2}. Start a new chat, or raise the context size.',
      formatCount(data.promptTokens),
      formatCount(data.reservedTokens),
      formatCount(data.contextTokens),
    ),
    step: openSetting('parity.model.contextTokens'),
  }),
  'template-failed': (data) => ({
    text: l10n.t('The chat template of {0} failed: {1}. Choose another model.', data.model, data.detail),
    step: chooseModel(),
  }),
  'worker-crashed': (data) =>
    data.during === 'load'
      ? {
          text: l10n.t(
            'The engine stopped while it loaded the model ({0}). Choose another model, or restart the engine.',
            endOf(data),
          ),
          step: chooseModel(),
        }
      : {
          text: l10n.t(
            'The engine stopped by itself ({0}). Nothing of yours is lost; the next request starts it again.',
            endOf(data),
          ),
          step: showLog(),
        },
  'engine-halted': (data) => ({
    text: l10n.t(
      'The engine stopped by itself {0} times within {1} minutes ({2}), so Parity does not start it again until you say so.',
      data.crashes,
      data.minutes,
      endOf(data),
    ),
    step: { label: l10n.t('Doctor'), command: 'parity.doctor' },
  }),
  'engine-silent': (data) => ({
    text: l10n.t(
      'The engine has not answered for {0} seconds. It may still be at work on a machine that is very busy; if it stays silent, restart it.',
      data.seconds,
    ),
    step: { label: l10n.t('Restart Engine'), command: 'parity.restartEngine' },
  }),
  'protocol-mismatch': () => ({
    text: l10n.t('Parity was updated while it ran. Reload the window to use the new version.'),
    step: undefined,
  }),
  'engine-closed': () => ({ text: l10n.t('The engine was restarted. Send the request again.'), step: undefined }),
};

function endOf({ exitCode, signal }: { exitCode: number | null; signal: string | null }): string {
  if (signal !== null) return signal;
  // Of a shared engine nobody knows when the window that started it has gone.
  return exitCode === null ? l10n.t('for an unknown reason') : l10n.t('exit code {0}', exitCode);
}
