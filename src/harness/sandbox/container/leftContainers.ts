import { access } from 'node:fs/promises';
import { hostname } from 'node:os';
import { removeContainer, runContainerProgram } from './containerProgram.ts';

const label = 'parity.benchmark';

/** Words of `run` by which a container is known after the harness of this temporary folder has died. */
export function containerLabels(temporaryFolder: string): string[] {
  return ['--label', `${label}.host=${hostname()}`, '--label', `${label}.folder=${temporaryFolder}`];
}

/** Removes containers of harnesses of this machine that died: of those whose temporary folder is gone. */
export async function removeLeftContainers(path: string, signal: AbortSignal): Promise<void> {
  const filter = ['--filter', `label=${label}.host=${hostname()}`];
  const { stdout } = await runContainerProgram(path, ['ps', '--all', '--quiet', ...filter], signal);
  for (const id of stdout.split('\n').filter((line) => line !== '')) {
    const format = `{{index .Config.Labels "${label}.folder"}}`;
    const folder = await runContainerProgram(path, ['container', 'inspect', '--format', format, id], signal);
    const isLeft = folder.exitCode === 0 && (await isGone(folder.stdout.trim()));
    if (isLeft) await removeContainer(path, id);
  }
}

/** Another user's folder cannot be looked at, and is not gone. */
async function isGone(path: string): Promise<boolean> {
  return access(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
}
