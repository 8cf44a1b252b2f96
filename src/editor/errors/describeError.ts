import { l10n } from 'vscode';
import { AppError, type AppErrorCode, type AppErrorData } from '../../base/appError.ts';
import { benchmarkErrors } from './benchmarkErrors.ts';
import { downloadErrors } from './downloadErrors.ts';
import { endpointErrors } from './endpointErrors.ts';
import { engineErrors } from './engineErrors.ts';
import { type ErrorDescription, type ErrorWords, openSetting, showLog } from './errorDescription.ts';

type GeneralErrorCode = 'settings-invalid' | 'network-offline' | 'serving-failed';

const generalErrors: ErrorWords<GeneralErrorCode> = {
  'settings-invalid': (data) => ({
    text: l10n.t('The setting {0} {1}. Its default is used until you change it.', data.key, data.problem),
    step: openSetting(data.key),
  }),
  'network-offline': (data) => ({
    text: l10n.t(
      'Parity is set to stay offline, so it did not connect to {0}. Turn the setting off to allow it.',
      data.host,
    ),
    step: openSetting('parity.network.offline'),
  }),
  'serving-failed': (data) => ({
    text: l10n.t('The local model cannot be served at port {0}: {1}', data.port, data.detail),
    step: openSetting('parity.serving.port'),
  }),
};

const words: ErrorWords<AppErrorCode> = {
  ...engineErrors,
  ...endpointErrors,
  ...downloadErrors,
  ...benchmarkErrors,
  ...generalErrors,
};

/** The words for every error. A bug gets a general message; its stack is in the log. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof AppError) return describe(error.code, error.data);
  return { text: l10n.t('Something in Parity failed. The log has the details.'), step: showLog() };
}

function describe<Code extends AppErrorCode>(code: Code, data: AppErrorData[Code]): ErrorDescription {
  return words[code](data);
}
