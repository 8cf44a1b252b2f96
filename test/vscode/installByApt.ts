import { mkdirSync } from 'node:fs';
import { withInstallLock } from './installLock.ts';
import { places } from './places.ts';
import { runToEnd } from './runToEnd.ts';

/** Only the administrator can use it, and only systems with apt-get have it. One installation at a time. */
export async function installByApt(
  { title, packages }: { readonly title: string; readonly packages: readonly string[] },
  print: (line: string) => void,
): Promise<void> {
  if (process.getuid?.() !== 0 || (await failureOf(runToEnd('apt-get', ['--version']))) !== undefined) return;
  mkdirSync(places.packages, { recursive: true });
  const onWait = (): void => print(`${title} waits for another installation by apt-get.`);
  await withInstallLock(`${places.packages}/apt-install.lock`, onWait, async () => {
    print(`Installing ${title} with apt-get`);
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    // Others may hold the system's own lock: updates that run by themselves.
    const install = ['-o', 'DPkg::Lock::Timeout=120', 'install', '-y', '--no-install-recommends', ...packages];
    if ((await failureOf(runToEnd('apt-get', install, { environment }))) === undefined) return;
    await failureOf(runToEnd('apt-get', ['update'], { environment }));
    const failure = await failureOf(runToEnd('apt-get', install, { environment }));
    if (failure !== undefined) print(`apt-get could not install ${title}: ${failure.message}`);
  });
}

export async function failureOf(work: Promise<unknown>): Promise<Error | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
