import { execFileSync } from 'node:child_process';

/** Why tests of pytest cannot run here. `test/harness/installTools.ts` installs it where that is allowed. */
export function pytestProblem(): string | undefined {
  return succeeds(['-c', 'import pytest']) ? undefined : 'python3 has no pytest';
}

export function pythonProblem(): string | undefined {
  return succeeds(['--version']) ? undefined : 'there is no python3';
}

function succeeds(words: readonly string[]): boolean {
  try {
    execFileSync('python3', words, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
