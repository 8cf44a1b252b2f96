/**
 * Before the tests that run real processes: an image for Docker and for Podman, made of this machine's Node, npm and Git and
 * a shell, and a service of Docker's where it is installed and none runs. Where something is missing its tests are skipped.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { containerTestImage } from './containerTestImage.ts';

const closing: (() => void | Promise<void>)[] = [];

export async function setup(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'parity-containers-'));
  // Users without privileges come to the service as well.
  chmodSync(folder, 0o755);
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  try {
    if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/bin/busybox')) {
      configurePodman(folder);
      closing.push(await startDocker(folder));
      const image = join(folder, 'image.tar');
      writeImage(folder, image);
      for (const program of ['docker', 'podman']) {
        const words = ['import', '--change', 'ENV PATH=/usr/local/bin:/usr/bin:/bin', image, containerTestImage];
        if (succeeds(program, words))
          closing.push(() => void succeeds(program, ['rmi', '--force', containerTestImage]));
      }
    }
  } catch (error) {
    console.error('containers are not tested:', error);
  }
}

export async function teardown(): Promise<void> {
  for (const close of closing.toReversed()) await close();
}

function succeeds(program: string, words: readonly string[]): boolean {
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0;
}

/** Limits that an administrator in a sandbox may set as well, and the runtime that knows control groups of both versions. */
function configurePodman(folder: string): void {
  const file = join(folder, 'containers.conf');
  const limits = '[containers]\ndefault_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]\n';
  writeFileSync(file, succeeds('runc', ['--version']) ? `${limits}[engine]\nruntime = "runc"\n` : limits);
  process.env['CONTAINERS_CONF'] ??= file;
}

/** Its containers get no network, and need no bridge for that. */
async function startDocker(folder: string): Promise<() => Promise<void>> {
  if (succeeds('docker', ['version']) || !succeeds('dockerd', ['--version'])) return async () => {};
  const host = `unix://${join(folder, 'docker.sock')}`;
  const words = ['data-root', 'exec-root'].flatMap((name) => [`--${name}`, join(folder, name)]);
  const network = ['--bridge=none', '--iptables=false', '--ip6tables=false'];
  const pid = ['--pidfile', join(folder, 'docker.pid')];
  const service = spawn('dockerd', ['--host', host, ...words, ...pid, ...network], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    service.once('exit', () => resolve());
    service.once('error', () => resolve());
  });
  process.env['DOCKER_HOST'] = host;
  for (let round = 0; round < 100 && !succeeds('docker', ['version']); round += 1) await setTimeout(200);
  return async () => {
    service.kill('SIGTERM');
    await ended;
  };
}

/** A shell with its programs, and those of this machine with all that they link to. */
function writeImage(folder: string, file: string): void {
  const root = join(folder, 'root');
  for (const place of ['bin', 'etc', 'tmp', 'usr/bin', 'usr/local/bin', 'usr/local/lib/node_modules'])
    mkdirSync(join(root, place), { recursive: true });
  copyProgram(root, '/bin/busybox', '/bin/busybox');
  for (const name of execFileSync('/bin/busybox', ['--list'], { encoding: 'utf8' }).trim().split('\n'))
    if (name !== 'busybox') symlinkSync('busybox', join(root, 'bin', name));
  copyProgram(root, process.execPath, '/usr/local/bin/node');
  copyProgram(root, '/usr/bin/git', '/usr/bin/git');
  const npm = join(dirname(realpathSync(process.execPath)), '../lib/node_modules/npm');
  cpSync(npm, join(root, 'usr/local/lib/node_modules/npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
  // npm's own scripts name it.
  symlinkSync('/bin/busybox', join(root, 'usr/bin/env'));
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  execFileSync('tar', ['-C', root, '-cf', file, '.']);
}

function copyProgram(root: string, from: string, to: string): void {
  const linked = spawnSync('ldd', [from], { encoding: 'utf8' }).stdout.match(/\/\S+/g) ?? [];
  cpSync(realpathSync(from), join(root, to));
  for (const library of linked.filter((path) => path !== `${from}:` && existsSync(path))) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    cpSync(realpathSync(library), join(root, library));
  }
}
