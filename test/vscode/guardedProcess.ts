import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';

export interface GuardedOptions {
  readonly directory?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Folders that are removed once the last process has ended. */
  readonly temporary?: readonly string[];
}

/** A process and everything it started, in a process group of their own. */
export interface GuardedProcess {
  readonly child: ChildProcess;
  /** The exit code; 128 and more when a signal ended it. Rejects when it could not be started. */
  readonly ended: Promise<number>;
  /** Ends the whole group and removes the temporary folders. */
  stop(): Promise<void>;
}

/**
 * Starts a process that never outlives this one, however this one ends: SIGINT, SIGTERM, SIGKILL, a crash. A small
 * shell in a session of its own waits for the end of a pipe that only we hold open, and then ends the group.
 */
export function startGuarded(command: string, args: readonly string[], options: GuardedOptions = {}): GuardedProcess {
  const isWindows = process.platform === 'win32';
  const child = spawn(command, args, {
    cwd: options.directory,
    env: options.environment ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !isWindows,
    windowsHide: true,
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    // `close`, not `exit`: all output has been read by then.
    child.once('close', (code) => resolve(code ?? 128));
  });
  // Whoever awaits `ended` hears of a failed start; nobody has to.
  ended.catch(() => {});
  const temporary = options.temporary ?? [];
  if (child.pid === undefined) return { child, ended, stop: () => removeAll(temporary) };
  return { child, ended, stop: isWindows ? treeKiller(child.pid, temporary) : groupGuard(child, child.pid, temporary) };
}

/**
 * `$1` is the group, the rest are folders. Waits up to 5 s for the group to end by itself. Orphans that have ended are
 * listed until the system takes notice of it, which can be long after: they are not waited for where `ps` tells them.
 */
const guardScript = `
cat >/dev/null
group=$1; shift
lives() {
  kill -0 "-$group" 2>/dev/null || return 1
  listed=$(ps -A -o pgid= -o stat= 2>/dev/null) || return 0
  echo "$listed" | grep -q "^ *$group  *[^Z ]"
}
kill -TERM "-$group" 2>/dev/null
tries=0
while [ $tries -lt 50 ] && lives; do tries=$((tries + 1)); sleep 0.1; done
kill -KILL "-$group" 2>/dev/null
[ $# -eq 0 ] || rm -rf -- "$@"
`;

function groupGuard(child: ChildProcess, group: number, temporary: readonly string[]): () => Promise<void> {
  const guard = spawn('sh', ['-c', guardScript, 'guard', String(group), ...temporary], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const guardEnded = once(guard, 'exit');
  guardEnded.catch(() => {});
  guard.unref();
  // Left over members of the group end with its leader, before its number can be given to another.
  child.once('exit', () => guard.stdin.end());
  return async () => {
    guard.ref();
    guard.stdin.end();
    await guardEnded;
  };
}

/** Windows has no process groups: here a killed parent leaves its children behind. */
function treeKiller(pid: number, temporary: readonly string[]): () => Promise<void> {
  return async () => {
    await once(spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' }), 'exit');
    await removeAll(temporary);
  };
}

async function removeAll(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
