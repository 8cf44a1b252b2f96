import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../base/log.ts';
import { protocolVersion } from '../engine/protocol.ts';
import { serveEngine } from '../engine/serveEngine.ts';
import { readAccessToken } from '../process/accessToken.ts';
import { askOlderToYield } from '../process/askToYield.ts';
import { listenShared } from '../process/listenShared.ts';
import { parentChannel } from '../process/parentChannel.ts';
import { SharingProblem } from '../process/sharingProblem.ts';
import type { SharedStart } from '../process/spawnShared.ts';
import { serveWindows, type SharingTimes, sharingTimes } from './serveWindows.ts';
import { type ServedEngine, logTo } from './servedEngine.ts';

/**
 * What a process of the engine does, from its command line: serve the process that forked it, and end with it; or, with
 * `--shared FOLDER KEY ERROR-FILE`, serve every window that comes.
 */
export async function runEngineProcess(
  createEngine: (log: Log) => ServedEngine,
  times: SharingTimes = sharingTimes,
): Promise<void> {
  const [mode, folder, key, errorFile] = process.argv.slice(2);
  if (mode !== '--shared') servePrivately(createEngine);
  else if (folder !== undefined && key !== undefined && errorFile !== undefined) {
    await serveShared(createEngine, { folder, key, errorFile }, times);
  } else throw new Error('--shared needs a folder, a key and the name of the error file.');
}

function servePrivately(createEngine: (log: Log) => ServedEngine): void {
  const channel = parentChannel();
  const engine = createEngine(logTo((message) => channel.post(message)));
  // Nothing is left to do once the extension is gone: the system frees the weights faster than we could.
  channel.onEnd(() => process.exit(0));
  serveEngine(engine, channel, { isBusy: () => engine.isReadingAhead === true });
}

async function serveShared(
  createEngine: (log: Log) => ServedEngine,
  { folder, key, errorFile }: { folder: string; key: string; errorFile: string },
  times: SharingTimes,
): Promise<void> {
  // The window that started this process may be gone already.
  const tell = (start: SharedStart): Promise<void> =>
    new Promise((resolve) => {
      if (process.connected) process.send?.(start, undefined, undefined, () => resolve());
      else resolve();
    });
  try {
    const token = readAccessToken(folder);
    const listener = await listenShared(folder, key);
    if (listener === undefined) {
      await tell({ kind: 'taken' });
      process.exit(0);
    }
    removeErrorFiles(folder, key, errorFile);
    await tell({ kind: 'listening' });
    await askOlderToYield({ folder, own: key, build: protocolVersion }, token);
    const server = serveWindows({
      listener,
      createEngine,
      token,
      self: { build: protocolVersion, pid: process.pid, errorFile },
      times,
      exit() {
        rmSync(join(folder, errorFile), { force: true });
        // Node would close the sockets first and give the memory back later; a window that waits for the end of its
        // socket before it loads another model would load it beside this one.
        process.kill(process.pid, 'SIGKILL');
      },
    });
    process.once('SIGTERM', () => server.end());
  } catch (error) {
    if (!(error instanceof SharingProblem)) throw error;
    await tell({ kind: 'refused', why: error.message });
    process.exit(0);
  }
}

/** Of processes of this key that ended without taking theirs along. */
function removeErrorFiles(folder: string, key: string, own: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${key}.`) && name.endsWith('.err') && name !== own)
      rmSync(join(folder, name), { force: true });
  }
}
