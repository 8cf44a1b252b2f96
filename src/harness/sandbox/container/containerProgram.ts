import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { AppError, abortError } from '../../../base/appError.ts';
import type { ContainerChoice } from './containerChoice.ts';

/** Docker or Podman on this machine, with the image that was chosen. */
export interface ContainerProgram {
  /** Absolute. */
  readonly path: string;
  /** By what it answers: a `docker` may be Podman by another name. */
  readonly kind: 'docker' | 'podman';
  readonly version: string;
  /** Its containers have another user's numbers than this machine: it runs without the administrator's rights. */
  readonly isRootless: boolean;
  readonly image: ContainerImage;
}

export interface ContainerImage {
  /** What containers are made of, whatever its name stands for meanwhile. */
  readonly id: string;
  /** Of the registry that it came from, else of its contents: the same for everybody who has the same image. */
  readonly digest: string;
  /** Its programs, as `PATH` names them. */
  readonly searchPath: string;
}

/**
 * Looks for the program in `folders`, those of this machine by default, and asks it for its service and the image: nothing is
 * downloaded or started. Rejects with `benchmark-container-unusable`.
 */
export async function openContainerProgram(
  { program, image }: ContainerChoice,
  signal: AbortSignal,
  folders: readonly string[] = programFolders(),
): Promise<ContainerProgram> {
  const fail = (problem: ContainerProblem, detail: string): AppError =>
    new AppError('benchmark-container-unusable', { program, image, problem, detail: lastLine(detail) });
  const path = await findProgram(program, folders);
  if (path === undefined) throw fail('no-program', '');
  const told = await runContainerProgram(path, ['info', '--format', '{{json .}}'], signal);
  const service = readService(told.stdout);
  if (service === undefined) throw fail('no-service', serverErrors(told.stdout) || told.stderr);
  const inspection = await runContainerProgram(path, ['image', 'inspect', image], signal);
  const found = readImage(inspection.stdout);
  if (found === undefined) throw fail('no-image', inspection.stderr);
  return { path, ...service, image: found };
}

type ContainerProblem = AppError<'benchmark-container-unusable'>['data']['problem'];

export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const answerMs = 60_000;

/** Rejects with an `AbortError` only; `exitCode` is null when the program could not be started or was ended. */
export function runContainerProgram(path: string, words: readonly string[], signal?: AbortSignal): Promise<ProgramEnd> {
  const options = { timeout: answerMs, maxBuffer: 16 * 1024 * 1024, windowsHide: true, ...(signal && { signal }) };
  return new Promise((resolve, reject) => {
    execFile(path, [...words], options, (error, stdout, stderr) => {
      if (signal?.aborted === true) reject(abortError());
      else if (error === null) resolve({ exitCode: 0, stdout, stderr });
      else
        resolve({
          exitCode: typeof error.code === 'number' ? error.code : null,
          stdout,
          stderr: stderr || error.message,
        });
    });
  });
}

/** Ends and removes it, whatever it is doing; nothing happens when it is gone. */
export async function removeContainer(path: string, nameOrId: string): Promise<void> {
  // Podman's removal alone would give it ten seconds to end by itself.
  await runContainerProgram(path, ['kill', nameOrId]);
  await runContainerProgram(path, ['rm', '--force', nameOrId]);
}

/** Where the programs are besides `PATH`, which an editor that was not started from a shell may lack. */
const usualFolders: readonly string[] = [
  '/usr/bin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/opt/podman/bin',
  '/Applications/Docker.app/Contents/Resources/bin',
  join(homedir(), '.docker', 'bin'),
  join(homedir(), '.rd', 'bin'),
  'C:\\Program Files\\Docker\\Docker\\resources\\bin',
  'C:\\Program Files\\RedHat\\Podman',
];

/** A relative entry of `PATH` leads into whatever folder the editor was started in. */
function programFolders(): string[] {
  return [...(process.env['PATH'] ?? '').split(delimiter), ...usualFolders].filter((folder) => isAbsolute(folder));
}

async function findProgram(name: string, folders: readonly string[]): Promise<string | undefined> {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of folders) {
    const path = join(folder, file);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

/** What `docker info` and `podman info` say, as far as it is looked at. */
const dockerInfo = z.object({ ServerVersion: z.string().min(1), SecurityOptions: z.array(z.string()).nullish() });
const podmanInfo = z.object({
  host: z.object({ security: z.object({ rootless: z.boolean() }) }),
  version: z.object({ Version: z.string() }),
});

function readService(text: string): Pick<ContainerProgram, 'kind' | 'version' | 'isRootless'> | undefined {
  const told = parsed(text);
  const docker = dockerInfo.safeParse(told);
  if (docker.success) {
    const isRootless = docker.data.SecurityOptions?.some((option) => option.includes('rootless')) === true;
    return { kind: 'docker', version: docker.data.ServerVersion, isRootless };
  }
  const podman = podmanInfo.safeParse(told);
  if (!podman.success) return undefined;
  const { host, version } = podman.data;
  return { kind: 'podman', version: version.Version, isRootless: host.security.rootless };
}

/** Docker's program answers for itself where its service does not, and puts the complaint into that. */
function serverErrors(text: string): string {
  const { data } = z.object({ ServerErrors: z.array(z.string()) }).safeParse(parsed(text));
  return data?.ServerErrors.join('\n') ?? '';
}

const imageInspection = z.tuple([
  z.object({
    Id: z.string().min(1),
    RepoDigests: z.array(z.string()).nullish(),
    Config: z.object({ Env: z.array(z.string()).nullish() }).nullish(),
  }),
]);

/** What both set where an image says nothing. */
const defaultSearchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function readImage(text: string): ContainerImage | undefined {
  const { data } = imageInspection.safeParse(parsed(text));
  if (data === undefined) return undefined;
  const [{ Id: id, RepoDigests: digests, Config: config }] = data;
  const path = config?.Env?.find((entry) => entry.startsWith('PATH='))?.slice('PATH='.length);
  return {
    id,
    digest: digests?.[0]?.split('@')[1] ?? (id.includes(':') ? id : `sha256:${id}`),
    searchPath: path === undefined || path === '' ? defaultSearchPath : path,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Complaints end with what matters. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim().slice(0, 500) ?? '';
}
