import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runLaunch } from './runLaunch.ts';
import type { Sandbox, SandboxLimits, SandboxPlan } from './sandbox.ts';
import { makeScratch } from './scratch.ts';
import { scrubbedEnvironment } from './scrubbedEnvironment.ts';
import { trustedPath } from './trustedPath.ts';

export interface Trial {
  readonly limits: SandboxLimits;
  /** Deleted afterwards. */
  readonly temporaryFolder: string;
  readonly timeoutMs: number;
  /** Dependencies are expected to be under throw-away layers. */
  readonly writesOver: boolean;
}

/** What the trial wrote. */
export type TrialEnd =
  | { readonly works: true; readonly canReachItself: boolean; readonly maxProcesses: string | undefined }
  | { readonly works: false; readonly output: string };

/**
 * Writes in the copy and over a dependency, can write nowhere else, and says whether it can reach itself by network and how
 * many processes its control group may have, with what every shell has built in.
 */
const script = `
echo written > inside || exit 11
echo written > node_modules/file || test "$1" != true || exit 12
if (echo written > /usr/parity-trial) 2>/dev/null; then exit 13; fi
read -r found < found && test "$found" = found || exit 14
loopback=$(test -e /proc/net/fib_trie || echo yes)
while read -r line; do case $line in *127.0.0.1*) loopback=yes ;; esac; done 2>/dev/null < /proc/net/fib_trie
if test "$loopback" = yes; then echo loopback; fi
for file in /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max; do
  if test -r "$file"; then read -r most < "$file"; echo "processes $most"; fi
done
exit 0
`;

/** Runs a command that looks whether it is kept in. */
export async function tryOut(sandbox: Sandbox, trial: Trial, signal: AbortSignal): Promise<TrialEnd> {
  const { limits, temporaryFolder, timeoutMs, writesOver } = trial;
  const folder = await mkdtemp(join(temporaryFolder, 'trial-'));
  try {
    const copyFolder = join(folder, 'copy');
    const scratchFolder = join(folder, 'scratch');
    const source = join(folder, 'node_modules');
    await makeScratch(scratchFolder, 1);
    await mkdir(join(copyFolder, 'node_modules'), { recursive: true });
    await writeFile(join(copyFolder, 'found'), 'found\n');
    await mkdir(source);
    const plan: SandboxPlan = {
      copyFolder,
      scratchFolder,
      root: sandbox.visibleRoot(undefined) ?? copyFolder,
      directory: '.',
      dependencies: [{ path: 'node_modules', source }],
      argv: ['sh', '-c', script, 'sh', String(writesOver)],
      environment: scrubbedEnvironment(sandbox.environment, sandbox.privatePlaces(scratchFolder)),
      searchPath: trustedPath,
      limits,
    };
    const bounds = { timeoutMs, outputBytes: 4000, excess: () => Promise.resolve(undefined) };
    const end = await runLaunch(sandbox.launch(plan), { bounds, mark: undefined, group: undefined }, signal);
    const { output } = end;
    if (end.kind !== 'exited' || end.exitCode !== 0) return { works: false, output };
    const [, maxProcesses] = /^processes (.*)$/m.exec(output) ?? [];
    return { works: true, canReachItself: output.includes('loopback'), maxProcesses };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
