import { execFileSync } from 'node:child_process';

/** Why pytest cannot be had here; `undefined`: it is there, installed by apt-get as root where it was missing. */
export function pytestProblem(): string | undefined {
  if (succeeds('python3', ['-c', 'import pytest'])) return undefined;
  if (process.getuid?.() !== 0 || !succeeds('apt-get', ['--version'])) return 'python3 has no pytest';
  const install = ['install', '-y', '--no-install-recommends', 'python3-pytest'];
  if (!succeeds('apt-get', install)) {
    succeeds('apt-get', ['update']);
    succeeds('apt-get', install);
  }
  return succeeds('python3', ['-c', 'import pytest']) ? undefined : 'apt-get could not install python3-pytest';
}

export function pythonProblem(): string | undefined {
  return succeeds('python3', ['--version']) ? undefined : 'there is no python3';
}

function succeeds(program: string, words: readonly string[]): boolean {
  try {
    execFileSync(program, words, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    return true;
  } catch {
    return false;
  }
}
