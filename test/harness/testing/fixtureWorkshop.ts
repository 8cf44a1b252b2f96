/** A workshop without a sandbox, for fixture projects of this repository: their files in a new folder, `node_modules` linked. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileEdit, TaskBase } from '../../../src/benchmark/task.ts';
import type { CommandOutcome, SandboxCommand, TaskCopy, Workshop } from '../../../src/benchmark/workshop.ts';
import { globMatcher } from '../../../src/tools/globMatcher.ts';
import type { WorkspaceFiles } from '../../../src/tools/workspaceFiles.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The files of `test/fixtures/projects/NAME`. */
export async function fixtureBase(name: string): Promise<Extract<TaskBase, { kind: 'files' }>> {
  const folder = join(root, 'test/fixtures/projects', name);
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = names
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !/__pycache__|node_modules/.test(path))
    .toSorted();
  return {
    kind: 'files',
    files: await Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(folder, path), 'utf8') }))),
  };
}

export function fixtureWorkshop(): Workshop {
  return {
    sandbox: { level: 'none', isOffline: false, isContained: false, memoryBytes: undefined, processes: undefined },
    open: async (base, edits) => {
      if (base.kind !== 'files') throw new Error('a fixture is a base of files');
      const folder = await mkdtemp(join(tmpdir(), 'parity-fixture-'));
      await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
      const copy = openCopy(folder);
      await copy.apply([...base.files, ...edits], new AbortController().signal);
      return copy;
    },
  };
}

function openCopy(folder: string): TaskCopy {
  return {
    root: folder,
    files: readable(folder),
    apply: async (edits: readonly FileEdit[]) => {
      for (const { path, text } of edits) {
        const place = join(folder, path);
        if (text === null) await rm(place, { force: true });
        else {
          await mkdir(dirname(place), { recursive: true });
          await writeFile(place, text);
        }
      }
    },
    changes: () => Promise.reject(new Error('nobody asks this copy what changed')),
    run: (command, signal) => run(folder, command, signal),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

function readable(folder: string): WorkspaceFiles {
  const unused = (): Promise<never> => Promise.reject(new Error('not of this copy'));
  return {
    isOpen: true,
    read: async (path) => {
      try {
        return { kind: 'text', path, text: await readFile(join(folder, path), 'utf8') };
      } catch {
        return { kind: 'problem', problem: 'not-found', detail: path };
      }
    },
    list: unused,
    search: unused,
    write: unused,
  };
}

function run(folder: string, command: SandboxCommand, signal: AbortSignal): Promise<CommandOutcome> {
  const started = performance.now();
  const [program, ...words] = command.argv;
  return new Promise((resolve, reject) => {
    // Its own process group, so that the runner's children end with it.
    const child = spawn(program, words, {
      cwd: join(folder, command.directory),
      env: { PATH: process.env['PATH'], HOME: folder, ...command.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    let kind: CommandOutcome['kind'] = 'exited';
    const end = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    const timer = setTimeout(() => {
      kind = 'timed-out';
      end();
    }, command.timeoutMs);
    signal.addEventListener('abort', end, { once: true });
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => {
      kind = 'not-started';
      output += error.message;
    });
    child.on('close', (exitCode, ending) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      const durationMs = performance.now() - started;
      collect(folder, command.collect).then(
        (collected) => resolve({ kind, exitCode, signal: ending, output, collected, durationMs }),
        reject,
      );
    });
  });
}

async function collect(folder: string, globs: readonly string[]): Promise<CommandOutcome['collected']> {
  const collected: { path: string; text: string }[] = [];
  for (const glob of globs) {
    const place = dirname(glob);
    const names = await readdir(join(folder, place)).catch(() => []);
    for (const name of names.filter((name) => globMatcher(glob)(`${place}/${name}`))) {
      collected.push({ path: `${place}/${name}`, text: await readFile(join(folder, place, name), 'utf8') });
    }
  }
  return collected;
}
