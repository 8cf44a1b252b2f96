/**
 * Installs what the harness's tests use beyond Node, where that is allowed: `npx tsx test/harness/installTools.ts`. Does
 * nothing when all is there, and never fails: tests say themselves what they skip.
 */
import { failureOf, installByApt } from '../vscode/installByApt.ts';
import { runToEnd } from '../vscode/runToEnd.ts';

interface Tool {
  readonly title: string;
  readonly packages: readonly string[];
  readonly trial: readonly [string, ...string[]];
}

const tools: readonly Tool[] = [
  { title: 'git', packages: ['git'], trial: ['git', '--version'] },
  { title: 'bubblewrap', packages: ['bubblewrap'], trial: ['bwrap', '--version'] },
  { title: 'busybox', packages: ['busybox-static'], trial: ['busybox', '--help'] },
  { title: 'Podman', packages: ['podman', 'runc'], trial: ['podman', '--version'] },
  { title: 'Docker', packages: ['docker.io'], trial: ['dockerd', '--version'] },
  { title: 'pytest', packages: ['python3-pytest'], trial: ['python3', '-c', 'import pytest'] },
];

const print = (line: string): void => console.log(line);
for (const { title, packages, trial } of tools) {
  const [program, ...words] = trial;
  const isThere = async (): Promise<boolean> => (await failureOf(runToEnd(program, words))) === undefined;
  if (!(await isThere())) await installByApt({ title, packages }, print);
  print(`${title}: ${(await isThere()) ? 'there' : 'missing, so that its tests are skipped'}`);
}
