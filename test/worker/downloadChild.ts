/** A window's downloads in a process of their own: `downloadProcesses.test.ts` forks several of them on one folder. */
import { createDownloads } from '../../src/models/download/downloads.ts';
import type { ModelDownload } from '../../src/models/download/modelDownload.ts';
import { fastClock, portsForHub } from '../models/download/downloadPorts.ts';

export interface ChildTask {
  readonly hub: string;
  readonly root: string;
  readonly download: ModelDownload;
}

process.once('message', (task: ChildTask) => {
  const downloads = createDownloads(portsForHub(new URL(task.hub), task.root, { clock: fastClock(20) }));
  downloads.onChange(({ state }) => process.send?.(state));
  process.on('message', () => void downloads.cancel(task.download.id));
  void downloads.start(task.download).then(() => process.disconnect());
});
