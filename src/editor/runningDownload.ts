import type { DownloadSnapshot } from '../models/download/downloadState.ts';
import { describeDownload } from './describeDownload.ts';
import type { StatusExtras } from './describeStatus.ts';

/** The download that the status bar tells of: the first that is under way. */
export function runningDownload(list: readonly DownloadSnapshot[]): StatusExtras['download'] {
  const found = firstRunning(list);
  if (found === undefined) return undefined;
  const { download, state } = found;
  const percent =
    state.kind === 'downloading' ? Math.floor((100 * state.doneBytes) / Math.max(1, state.totalBytes)) : undefined;
  return { name: download.name, percent };
}

/** The same with all that is known of it. */
export function describeRunningDownload(list: readonly DownloadSnapshot[]): string | undefined {
  const found = firstRunning(list);
  return found === undefined ? undefined : `${found.download.name}: ${describeDownload(found.state)}`;
}

function firstRunning(list: readonly DownloadSnapshot[]): DownloadSnapshot | undefined {
  return list.find(({ state: { kind } }) => kind === 'downloading' || kind === 'resolving' || kind === 'verifying');
}
