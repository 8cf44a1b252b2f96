/** With programs that answer as Docker and Podman do; the real ones are in `containers.slow.test.ts`. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isAppError } from '../../../src/base/appError.ts';
import { isImageName } from '../../../src/harness/sandbox/container/containerChoice.ts';
import { openContainerProgram } from '../../../src/harness/sandbox/container/containerProgram.ts';

const folder = mkdtempSync(join(tmpdir(), 'parity-programs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { signal } = new AbortController();
const choice = { program: 'docker', image: 'node:22' } as const;

interface Answer {
  readonly stdout?: unknown;
  readonly stderr?: string;
  readonly exitCode?: number;
}

let made = 0;

/** A folder with a program that has an answer to `info` and one to `image`. */
function programWith(info: Answer, image: Answer = {}): string {
  made += 1;
  const place = join(folder, String(made));
  mkdirSync(place);
  const branch = (name: string, { stdout = '', stderr = '', exitCode = 0 }: Answer): string => {
    writeFileSync(join(place, `${name}.out`), typeof stdout === 'string' ? stdout : JSON.stringify(stdout));
    writeFileSync(join(place, `${name}.err`), stderr);
    return `${name}) cat '${place}/${name}.out'; cat '${place}/${name}.err' >&2; exit ${exitCode} ;;`;
  };
  const script = `#!/bin/sh\ncase $1 in\n${branch('info', info)}\n${branch('image', image)}\nesac\n`;
  writeFileSync(join(place, 'docker'), script);
  chmodSync(join(place, 'docker'), 0o755);
  return place;
}

async function problemOf(place: string) {
  const error: unknown = await openContainerProgram(choice, signal, [place]).catch((reason: unknown) => reason);
  if (!isAppError(error, 'benchmark-container-unusable')) throw new Error('it was opened', { cause: error });
  return error.data;
}

const docker = { ServerVersion: '28.2.2', SecurityOptions: ['name=seccomp,profile=default'] };
const podman = { host: { security: { rootless: true } }, version: { Version: '5.4.0' } };
const id = `sha256:${'a'.repeat(64)}`;

describe('openContainerProgram', () => {
  it('tells Docker from Podman by what it answers, and where it runs without rights', async () => {
    const image = {
      stdout: [{ Id: id, RepoDigests: [`node@sha256:${'b'.repeat(64)}`], Config: { Env: ['A=1', 'PATH=/x:/y'] } }],
    };
    const place = programWith({ stdout: docker }, image);
    expect(await openContainerProgram(choice, signal, [folder, place])).toEqual({
      ...{ path: join(place, 'docker'), kind: 'docker', version: '28.2.2', isRootless: false },
      image: { id, digest: `sha256:${'b'.repeat(64)}`, searchPath: '/x:/y' },
    });
    const rootless = programWith({ stdout: { ...docker, SecurityOptions: ['name=rootless'] } }, image);
    expect(await openContainerProgram(choice, signal, [rootless])).toMatchObject({ isRootless: true });
    const alias = programWith({ stdout: podman }, { stdout: [{ Id: 'a'.repeat(64), RepoDigests: [], Config: null }] });
    expect(await openContainerProgram(choice, signal, [alias])).toMatchObject({
      ...{ kind: 'podman', version: '5.4.0', isRootless: true },
      image: { digest: id, searchPath: expect.stringContaining('/usr/bin') as unknown },
    });
  });

  it('says what is missing, with the last words of the program', async () => {
    expect(await problemOf(join(folder, 'nowhere'))).toEqual({ ...choice, problem: 'no-program', detail: '' });
    const asleep = programWith({ stderr: 'WARNING: x\nCannot connect to the Docker daemon.\n', exitCode: 1 });
    expect(await problemOf(asleep)).toMatchObject({
      problem: 'no-service',
      detail: 'Cannot connect to the Docker daemon.',
    });
    // Newer ones put it into what they print.
    const refused = programWith({ stdout: { ServerErrors: ['permission denied'], ServerVersion: '' }, exitCode: 1 });
    expect(await problemOf(refused)).toMatchObject({ problem: 'no-service', detail: 'permission denied' });
    const bare = programWith({ stdout: docker }, { stdout: '[]', stderr: 'No such image: node:22', exitCode: 1 });
    expect(await problemOf(bare)).toMatchObject({ problem: 'no-image', detail: 'No such image: node:22' });
  });
});

it('takes names of images, and nothing that a program could take for more than one', () => {
  for (const name of ['node', 'node:22-bookworm', 'registry.example:5000/team/image@sha256:abc', 'localhost/a_b']) {
    expect(isImageName(name), name).toBe(true);
  }
  for (const name of ['', '-v', '--privileged', 'a b', 'a\nb', 'a;b', '/a', `a${'b'.repeat(512)}`]) {
    expect(isImageName(name), name).toBe(false);
  }
});
