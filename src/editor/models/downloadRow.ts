import { l10n } from 'vscode';
import type { DownloadState } from '../../models/download/downloadState.ts';
import { describeDownload } from '../describeDownload.ts';
import { formatShare } from '../formatShare.ts';
import type { ModelsState } from './modelRows.ts';
import { plainTooltip } from './plainTooltip.ts';
import type { RowAction, TreeRow } from './treeRow.ts';

/** The share first: of a narrow view's rows only the beginning is seen. */
export function downloadParts(state: DownloadState): readonly string[] {
  const words = describeDownload(state);
  if (state.kind === 'failed') return [l10n.t('failed'), words];
  if (state.kind !== 'downloading') return [words];
  return [formatShare(state.doneBytes, state.totalBytes), words];
}

export function downloadActions(download: DownloadState | undefined): readonly RowAction[] {
  switch (download?.kind) {
    case 'queued':
    case 'resolving':
    case 'downloading':
    case 'verifying':
      return ['cancelDownload'];
    case 'paused':
    case 'failed':
      return ['download', 'discardDownload'];
    case 'done':
    case 'discarded':
    case undefined:
      return ['download'];
  }
}

export function downloadIcon(download: DownloadState | undefined): TreeRow['icon'] {
  switch (download?.kind) {
    case 'queued':
    case 'resolving':
    case 'downloading':
    case 'verifying':
      return { name: 'loading~spin' };
    case 'paused':
      return { name: 'debug-pause' };
    case 'failed':
      return { name: 'warning', color: 'list.warningForeground' };
    case 'done':
    case 'discarded':
    case undefined:
      return undefined;
  }
}

export function downloadRow({ id, name, state }: ModelsState['otherDownloads'][number]): TreeRow {
  const parts = downloadParts(state);
  return {
    id: `download/${id}`,
    label: name,
    description: parts.join(' · '),
    icon: downloadIcon(state) ?? { name: 'cloud-download' },
    tooltip: () => plainTooltip(name, ...parts),
    spoken: [name, ...parts].join(', '),
    actions: [...downloadActions(state), 'details'],
    subject: { kind: 'download', id },
    shows: 'leaf',
    children: [],
  };
}
