import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SandboxDescription } from '../../benchmark/workshop.ts';
import type { HostPlaces } from './hostPlaces.ts';
import { launchByShell } from './plainProcess.ts';
import type { Sandbox, SandboxPlan } from './sandbox.ts';

export interface SeatbeltOptions {
  readonly places: HostPlaces;
  readonly description: SandboxDescription;
}

/**
 * The sandbox of macOS, through sandbox-exec(1): deprecated for years, and still what Apple's own and other programs use.
 * It has no file tree of its own: the copy stays where it is, and dependencies are links.
 */
export function seatbeltSandbox(options: SeatbeltOptions): Sandbox {
  return {
    description: options.description,
    dependencies: 'linked',
    environment: process.env,
    isRemote: false,
    visibleRoot: () => undefined,
    privatePlaces: (scratchFolder) => ({ home: join(scratchFolder, 'home'), temporary: join(scratchFolder, 'tmp') }),
    launch(plan) {
      const plain = launchByShell(plan);
      const profile = seatbeltProfile(plan, { home: homedir(), readable: options.places.folders });
      return { ...plain, program: 'sandbox-exec', arguments: ['-p', profile, plain.program, ...plain.arguments] };
    },
  };
}

/** Of several rules the last that fits decides. All paths with links resolved: `/tmp` is `/private/tmp` there. */
function seatbeltProfile(
  { copyFolder, scratchFolder, dependencies }: Pick<SandboxPlan, 'copyFolder' | 'scratchFolder' | 'dependencies'>,
  { home, readable }: { readonly home: string; readonly readable: readonly string[] },
): string {
  const subpaths = (folders: readonly string[]): string => folders.map((path) => `(subpath ${quoted(path)})`).join(' ');
  const own = subpaths([copyFolder, scratchFolder]);
  const shown = subpaths([...readable, ...dependencies.map(({ source }) => source)]);
  return [
    '(version 1)',
    '(allow default)',
    '(deny network*)',
    '(allow network* (local ip "localhost:*"))',
    '(allow network-outbound (remote ip "localhost:*"))',
    `(allow network* ${own})`,
    '(deny file-write*)',
    `(allow file-write* ${own} (literal "/dev/null") (literal "/dev/zero") (literal "/dev/tty"))`,
    `(deny file-read* (subpath ${quoted(home)}) (subpath "/private/tmp") (subpath "/private/var/folders"))`,
    `(allow file-read* ${own} ${shown})`,
    '(allow file-read-metadata)',
    '(deny signal (target others))',
    '(allow signal (target same-sandbox))',
    '(deny process-info* (target others))',
    '(deny mach-lookup (global-name "com.apple.SecurityServer") (global-name "com.apple.securityd.xpc"))',
    '(deny appleevent-send)',
  ].join('\n');
}

function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
