import { env, l10n } from 'vscode';
import { basename } from 'node:path';
import { formatBytes } from '../../base/formatBytes.ts';
import type { AppErrorData } from '../../base/appError.ts';
import { type ErrorDescription, type ErrorWords, describeProxy, openSetting, showLog } from './errorDescription.ts';

type DownloadErrorCode =
  | 'download-unauthorized'
  | 'download-not-found'
  | 'download-rate-limited'
  | 'download-failed'
  | 'download-mismatch'
  | 'not-enough-disk'
  | 'disk-full'
  | 'folder-unwritable'
  | 'not-own-file';

/** Of downloads, and of the folder they end in. */
export const downloadErrors: ErrorWords<DownloadErrorCode> = {
  'download-unauthorized': (data) => ({
    text: data.hasToken
      ? l10n.t(
          '{0} refused the download of {1}. Accept the terms on the model’s page there, or check your token.',
          data.host,
          data.name,
        )
      : l10n.t('{0} gives {1} only to people who are signed in. Set your Hugging Face token.', data.host, data.name),
    step: { label: l10n.t('Set Token'), command: 'parity.setHuggingFaceToken' },
  }),
  'download-not-found': (data) => ({
    text: l10n.t('{0} has no file {1}. Choose another source, or another model.', data.host, data.name),
    step: openSetting('parity.download.source'),
  }),
  'download-rate-limited': (data) => ({
    text: l10n.t(
      '{0} allows no more requests for now. What has arrived of {1} is kept: start the download again later, or set a token.',
      data.host,
      data.name,
    ),
    step: { label: l10n.t('Set Token'), command: 'parity.setHuggingFaceToken' },
  }),
  'download-failed': (data) => describeProxy(data.problem, data.host) ?? describeFailure(data),
  'download-mismatch': (data) => ({
    text:
      data.rejectedPath === undefined
        ? l10n.t('{0} is not the file that Parity knows, so it was not downloaded. Choose another source.', data.name)
        : l10n.t(
            'What was downloaded as {0} is not that file. It was set aside as {1} and is not used. Choose another source.',
            data.name,
            basename(data.rejectedPath),
          ),
    step: openSetting('parity.download.source'),
  }),
  'not-enough-disk': (data) => ({
    text: l10n.t(
      'The download needs {0} and {1} has {2} free. Free some space, or choose another folder.',
      formatBytes(data.neededBytes, env.language),
      data.folder,
      formatBytes(data.freeBytes, env.language),
    ),
    step: openSetting('parity.model.folder'),
  }),
  'disk-full': (data) => ({
    text: l10n.t(
      'The disk with {0} is full. What has arrived is kept: free some space and start the download again.',
      data.folder,
    ),
    step: openSetting('parity.model.folder'),
  }),
  'folder-unwritable': (data) => ({
    text: l10n.t('Parity may not write to {0} ({1}). Choose another folder.', data.folder, data.detail),
    step: openSetting('parity.model.folder'),
  }),
  'not-own-file': (data) => ({
    text: l10n.t(
      '{0} is not in the folder that Parity keeps models in, so Parity does not delete it. Delete it with the program that put it there.',
      data.path,
    ),
    step: openSetting('parity.model.folder'),
  }),
};

function describeFailure({ name, host, detail, problem }: AppErrorData['download-failed']): ErrorDescription {
  switch (problem) {
    case 'unknown-host':
    case 'refused':
    case 'timeout':
    case 'unreachable':
      return {
        text: l10n.t(
          '{0} cannot be reached ({1}). What has arrived of {2} is kept: check the connection and the proxy, or choose another source, and start the download again.',
          host,
          detail,
          name,
        ),
        step: openSetting('parity.download'),
      };
    case 'self-signed':
    case 'certificate':
      return {
        text: l10n.t(
          'The certificate of {0} is not trusted here ({1}), so {2} was not downloaded. Where a company’s network checks what passes, add its certificate to those of the system.',
          host,
          detail,
          name,
        ),
        step: openSetting('http.systemCertificates'),
      };
    default:
      return {
        text: l10n.t(
          'The download of {0} from {1} stopped ({2}). What has arrived is kept: start the download again to go on.',
          name,
          host,
          detail,
        ),
        step: showLog(),
      };
  }
}
