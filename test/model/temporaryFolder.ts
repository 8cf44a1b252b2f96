import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** A folder for one test where one asks for it, else for the tests of one file; gone after the last. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parity-models-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    onTestFinished(remove);
  } catch {
    // No test is running.
    afterAll(remove);
  }
  return folder;
}
