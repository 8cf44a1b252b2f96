import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxDescription } from '../../../benchmark/workshop.ts';
import { insideHome, sharedMemoryBytes, visibleRoot } from '../insidePlaces.ts';
import type { Dependency, Launch, Sandbox, SandboxPlan } from '../sandbox.ts';
import { settleArguments, type SettleOptions } from '../settleScript.ts';
import { type ContainerProgram, removeContainer } from './containerProgram.ts';
import { containerLabels } from './leftContainers.ts';

export interface ContainerOptions {
  readonly container: ContainerProgram;
  /** Dependencies under throw-away layers: needs a program that mounts folders of this machine by their own paths. */
  readonly overlays: boolean;
  /** The harness's own, by which containers are known after its death. */
  readonly temporaryFolder: string;
  readonly description: SandboxDescription;
}

/**
 * A new container for each command, by `docker run` or `podman run`: of the machine it has the copy, its private folders
 * and what was installed, nothing else; programs are the image's.
 */
export function containerSandbox(options: ContainerOptions): Sandbox {
  return {
    description: options.description,
    dependencies: 'mounted',
    environment: { PATH: options.container.image.searchPath },
    isRemote: true,
    visibleRoot: (repository) => visibleRoot(isMountable(repository) ? repository : undefined, systemFolders),
    privatePlaces: () => ({ home: insideHome, temporary: '/tmp' }),
    launch: (plan) => launch(options, plan),
  };
}

/** Where images have their own, so that a copy cannot stand there. */
const systemFolders = ['/usr', '/bin', '/sbin', '/lib', '/lib64', '/etc', '/opt', '/sys', '/var', '/run'];

/**
 * The first process of the container. It lives as long as the command, and at most as long as its input is open, which is
 * as long as the harness lives: when it ends, the system ends all others in the container. What a program of the machine
 * adds to every container for the network's sake goes: it may hold a password.
 */
const guardScript = `
exec 4<&0 </dev/null
(while read -r _; do :; done <&4; kill -KILL -1) >/dev/null 2>&1 &
exec 4<&-
unset http_proxy https_proxy ftp_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY FTP_PROXY ALL_PROXY NO_PROXY
/bin/sh "$@" 3>&1 &
wait $!
exit $?
`;

let made = 0;

function launch(options: ContainerOptions, plan: SandboxPlan): Launch {
  const { container, overlays, temporaryFolder } = options;
  const { copyFolder, scratchFolder, root, directory, dependencies, environment, limits } = plan;
  // A service with the administrator's rights would make it, and nobody else could remove it.
  if (root.startsWith('/tmp/')) mkdirSync(join(scratchFolder, root), { recursive: true });
  made += 1;
  const name = `parity-benchmark-${process.pid}-${made}-${Date.now().toString(36)}`;
  const settle: SettleOptions = {
    layers: [],
    drop: 'none',
    memoryBytes: limits.memoryBytes,
    // Without a user namespace of its own the container's processes count as those of a user of this machine.
    processes: container.isRootless ? limits.processes : undefined,
    searchPath: plan.searchPath,
  };
  return {
    program: container.path,
    folder: temporaryFolder,
    // The program's own: it finds its service by it. Of this the command sees nothing.
    environment: definedOnly(process.env),
    remote: { end: () => removeContainer(container.path, name) },
    arguments: [
      ...['run', '--rm', '--interactive', '--pull', 'never', '--name', name],
      ...containerLabels(temporaryFolder),
      ...['--network', 'none', '--hostname', 'parity', '--log-driver', 'none', '--read-only', '--cap-drop', 'ALL'],
      ...['--security-opt', 'no-new-privileges', '--security-opt', 'label=disable'],
      ...['--pids-limit', String(limits.processes), '--shm-size', String(sharedMemoryBytes)],
      ...['--memory', String(limits.memoryBytes), '--memory-swap', String(limits.memoryBytes)],
      ...userWords(container, scratchFolder),
      ...bind(join(scratchFolder, 'tmp'), '/tmp'),
      ...bind(join(scratchFolder, 'home'), insideHome),
      ...bind(copyFolder, root),
      ...dependencies.flatMap((dependency, index) => {
        const target = `${root}/${dependency.path}`;
        const layers = join(scratchFolder, 'layers', String(index));
        return overlays && isMountable(dependency.source) && isMountable(target)
          ? overlay(container, dependency, { target, layers })
          : bind(dependency.source, target, 'readonly');
      }),
      ...Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      ...['--workdir', directory === '.' ? root : `${root}/${directory}`],
      ...['--entrypoint', '/bin/sh', container.image.id, '-c', guardScript, 'sh'],
      ...settleArguments(settle, plan.argv),
    ],
  };
}

/** What is written in the copy must be this user's. */
function userWords({ kind, isRootless }: ContainerProgram, scratchFolder: string): string[] {
  const [user, group] = [process.getuid?.(), process.getgid?.()];
  if (user === undefined || group === undefined) return [];
  const numbers = ['--user', `${user}:${group}`];
  if (kind === 'podman') {
    // Elsewhere Podman runs in a virtual machine, whose user has its own number there.
    if (process.platform !== 'linux') return ['--userns', 'keep-id'];
    return isRootless ? ['--userns', 'keep-id', ...numbers] : numbers;
  }
  if (isRootless) return ['--user', '0:0'];
  if (user === 0) return numbers;
  // Programs ask who they are, and images know their own users only.
  const users = join(scratchFolder, 'tree', 'passwd');
  writeFileSync(users, `root:x:0:0:root:/root:/bin/sh\nparity:x:${user}:${group}:Parity:${insideHome}:/bin/sh\n`);
  return [...numbers, ...bind(users, '/etc/passwd', 'readonly')];
}

function bind(source: string, target: string, ...more: readonly string[]): string[] {
  return ['--mount', mountFields(['type=bind', `source=${source}`, `target=${target}`, ...more])];
}

/** What is written goes into folders of the copy's own; see mount(8), overlay, and the two programs' pages on `run`. */
function overlay(
  { kind }: ContainerProgram,
  { source }: Dependency,
  { target, layers }: { readonly target: string; readonly layers: string },
): string[] {
  const [upper, work] = [join(layers, 'upper'), join(layers, 'work')];
  if (kind === 'podman') return ['--volume', `${source}:${target}:O,upperdir=${upper},workdir=${work}`];
  return [
    '--mount',
    mountFields([
      ...['type=volume', `target=${target}`, 'volume-driver=local', 'volume-opt=type=overlay'],
      ...['volume-opt=device=overlay', `volume-opt=o=lowerdir=${source},upperdir=${upper},workdir=${work}`],
    ]),
  ];
}

/** One record of comma-separated values, RFC 4180. */
function mountFields(fields: readonly string[]): string {
  return fields.map((field) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}

/** Colons and commas separate what mounts are told. A path of Windows stands nowhere in a container. */
function isMountable(path: string | undefined): path is string {
  return path !== undefined && path.startsWith('/') && !/[":,\\]/.test(path);
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
