import { l10n } from 'vscode';
import { AppError, type AppErrorCode, type AppErrorData } from '../../base/appError.ts';
import { downloadErrors } from './downloadErrors.ts';
import { endpointErrors } from './endpointErrors.ts';
import { engineErrors } from './engineErrors.ts';
import { type ErrorDescription, type ErrorWords, openSetting, showLog } from './errorDescription.ts';

type GeneralErrorCode = 'settings-invalid' | 'benchmark-base-missing' | 'network-offline';

const generalErrors: ErrorWords<GeneralErrorCode> = {
  'settings-invalid': (data) => ({
    text: l10n.t('The setting {0} {1}. Its default is used until you change it.', data.key, data.problem),
    step: openSetting(data.key),
  }),
  'benchmark-base-missing': (data) => ({
    text: l10n.t(
      'The files that a task is set in are gone ({0}): the history was rewritten, or the folder has changed. Make a new task set.',
      data.base,
    ),
    step: undefined,
  }),
  'network-offline': (data) => ({
    text: l10n.t(
      'Parity is set to stay offline, so it did not connect to {0}. Turn the setting off to allow it.',
      data.host,
    ),
    step: openSetting('parity.network.offline'),
  }),
};

const words: ErrorWords<AppErrorCode> = { ...engineErrors, ...endpointErrors, ...downloadErrors, ...generalErrors };

/** The words for every error. A bug gets a general message; its stack is in the log. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof AppError) return describe(error.code, error.data);
  return { text: l10n.t('Something in Parity failed. The log has the details.'), step: showLog() };
}

function describe<Code extends AppErrorCode>(code: Code, data: AppErrorData[Code]): ErrorDescription {
  return words[code](data);
}
