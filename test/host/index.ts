import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { type HostResult, hostResultVariable } from './hostResult.ts';

/** Called by VS Code's extension host, which this file runs in. Rejects when a test failed. */
export async function run(): Promise<void> {
  const lines: string[] = [];
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => lines.push(format(...parts));
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: 30_000, color: false });
  const pattern = process.env['PARITY_HOST_GREP'];
  if (pattern !== undefined) mocha.grep(new RegExp(pattern));
  const suites = join(__dirname, 'suites');
  for (const name of readdirSync(suites).toSorted()) {
    if (name.endsWith('.test.cjs')) mocha.addFile(join(suites, name));
  }

  // The extension host swallows these.
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', onUnhandled);
  const counts = await new Promise<Mocha.Stats | undefined>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats));
  });
  process.off('unhandledRejection', onUnhandled);
  for (const reason of unhandled) lines.push(`Unhandled rejection: ${format(reason)}`);

  const result: HostResult = {
    passed: counts?.passes ?? 0,
    failed: (counts?.failures ?? 0) + unhandled.length,
    skipped: counts?.pending ?? 0,
    report: lines.join('\n'),
  };
  const path = process.env[hostResultVariable];
  if (path !== undefined) writeFileSync(path, JSON.stringify(result));
  if (result.failed > 0) throw new Error(`${result.failed} tests failed`);
}
