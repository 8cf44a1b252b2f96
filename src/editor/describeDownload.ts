import { env, l10n } from 'vscode';
import { formatBytes } from '../base/formatBytes.ts';
import type { Asked, DownloadState } from '../models/download/downloadState.ts';
import { describeError } from './errors/describeError.ts';
import { formatShare } from './formatShare.ts';

/** What a download does, in a few words. */
export function describeDownload(state: DownloadState): string {
  const size = (bytes: number): string => formatBytes(bytes, env.language);
  switch (state.kind) {
    case 'queued':
      return l10n.t('waiting for another download');
    case 'resolving':
      return describeAsking(state.asked);
    case 'downloading': {
      const { doneBytes, totalBytes, bytesPerSecond, etaSeconds, isElsewhere } = state;
      const amount = l10n.t('{0} of {1}', size(doneBytes), size(totalBytes));
      const speed = l10n.t('{0} per second', size(bytesPerSecond));
      const parts =
        etaSeconds === undefined ? [amount, l10n.t('waiting for data')] : [amount, speed, describeTimeLeft(etaSeconds)];
      if (isElsewhere) parts.push(l10n.t('by another window'));
      return parts.join(', ');
    }
    case 'verifying':
      return l10n.t('checking the file');
    case 'done':
      return l10n.t('downloaded');
    case 'failed':
      return describeError(state.error).text;
    case 'paused': {
      const { doneBytes, totalBytes } = state;
      if (totalBytes === undefined) return l10n.t('paused');
      const share = formatShare(doneBytes, totalBytes);
      return l10n.t('paused at {0}, {1} of {2}', share, size(doneBytes), size(totalBytes));
    }
    case 'discarded':
      return l10n.t('removed');
  }
}

function describeAsking(asked: Asked | undefined): string {
  if (asked === undefined) return l10n.t('asking for the file');
  const { host, attempt } = asked;
  return attempt === 1
    ? l10n.t('asking {0} for the file', host)
    : l10n.t('no answer from {0} yet, attempt {1}', host, attempt);
}

function describeTimeLeft(seconds: number): string {
  if (seconds < 55) return l10n.t('about {0} s left', Math.max(5, Math.ceil(seconds / 5) * 5));
  if (seconds < 3300) return l10n.t('about {0} min left', Math.round(seconds / 60));
  return l10n.t(
    'about {0} h left',
    new Intl.NumberFormat(env.language, { maximumFractionDigits: 1 }).format(seconds / 3600),
  );
}
