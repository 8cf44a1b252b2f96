/** Runs the host tests on the packaged extension: in the VS Code server, and in a desktop VS Code where there is one. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagedExtension } from '../vscode/packagedExtension.ts';
import { places } from '../vscode/places.ts';
import { bundleHostTests, hostBundle } from './bundleHostTests.ts';
import { type HostResult, hostResultVariable } from './hostResult.ts';
import { runInDesktop } from './runInDesktop.ts';
import { runInServer } from './runInServer.ts';

mkdirSync(places.reports, { recursive: true });
const vsix = packagedExtension();
await bundleHostTests();
const results = [
  await runOnce('server', (file) =>
    runInServer({
      packages: [vsix],
      developmentExtension: join(places.root, 'test/host/driver'),
      bundle: hostBundle,
      environment: { [hostResultVariable]: file },
    }),
  ),
];
if (process.env['VSCODE_EXECUTABLE'] === undefined) {
  console.log('Desktop VS Code: skipped, because VSCODE_EXECUTABLE is not set.');
  results.push({ passed: 0, failed: 0, skipped: 1, report: '' });
} else {
  const executable = process.env['VSCODE_EXECUTABLE'];
  results.push(await runOnce('desktop', (file) => runInDesktop(executable, vsix, file)));
}
const count = (kind: 'passed' | 'failed' | 'skipped'): number => results.reduce((sum, result) => sum + result[kind], 0);
const total = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
writeFileSync(join(places.reports, 'host.json'), JSON.stringify(total));
if (total.failed > 0 || total.passed === 0) process.exitCode = 1;

/** A host that ends without a result, or with no test in it, is a failure. */
async function runOnce(name: string, host: (resultFile: string) => Promise<void>): Promise<HostResult> {
  const file = join(places.reports, `host-${name}.json`);
  rmSync(file, { force: true });
  let problem = '';
  try {
    await host(file);
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  if (!existsSync(file)) {
    console.log(`The extension host (${name}) left no result. ${problem}`);
    return { passed: 0, failed: 1, skipped: 0, report: problem };
  }
  // Written by our own index.ts, from the same sources.
  const result = JSON.parse(readFileSync(file, 'utf8')) as HostResult;
  console.log(result.report);
  if (result.failed === 0 && problem !== '') console.log(`The extension host (${name}): ${problem}`);
  return result.failed === 0 && (problem !== '' || result.passed === 0) ? { ...result, failed: 1 } : result;
}
