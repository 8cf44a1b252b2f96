import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';

/**
 * Absolute path of the program that runs a model. Tests, and people who build an engine, put another module in its place. It
 * speaks the same protocol.
 */
export function workerPath(context: ExtensionContext): string {
  return process.env['PARITY_ENGINE_WORKER'] ?? context.asAbsolutePath(join('dist', 'worker.mjs'));
}
