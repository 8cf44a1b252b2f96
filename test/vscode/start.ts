/**
 * `npm start`: packages the extension, installs it into a real VS Code and opens the sample workspace. A desktop VS Code
 * when there is one and a display, else a VS Code server for the browser. `--port N` fixes the server's port,
 * `--server` takes the server in any case.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findDesktopVscode } from './desktop.ts';
import { startGuarded } from './guardedProcess.ts';
import { installServer } from './installServer.ts';
import { packagedExtension } from './packagedExtension.ts';
import { places } from './places.ts';
import { copySample, type SampleCopy } from './sampleCopy.ts';
import { startServer } from './server.ts';
import { startDesktop } from './startDesktop.ts';

const { values: flags } = parseArgs({
  options: { port: { type: 'string', default: '0' }, server: { type: 'boolean', default: false } },
});
const print = (line: string): void => console.log(line);

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof Error && error.cause instanceof Error) console.error(error.cause.message);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const port = Number(flags.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`${flags.port} is no port.`);
  print('Packaging the extension');
  await runPackaging();
  const desktop = findDesktopVscode(process.env, process.platform);
  if (desktop.kind === 'found' && !flags.server) await openDesktop(desktop.executable);
  else await openServer(port);
  print('Stopped.');
}

async function runPackaging(): Promise<void> {
  const packaging = startGuarded(process.execPath, [
    join(places.root, 'node_modules/tsx/dist/cli.mjs'),
    join(places.root, 'src/build/packageExtension.ts'),
  ]);
  packaging.child.stdout?.pipe(process.stdout);
  packaging.child.stderr?.pipe(process.stderr);
  if ((await packaging.ended) !== 0) throw new Error('Packaging failed; the reason is above.');
}

async function openServer(port: number): Promise<void> {
  const installed = await installServer(print);
  const sample = copySample();
  const server = await startServer(installed, {
    packages: [packagedExtension()],
    port,
    temporary: [sample.parent],
  });
  const file = `vscode-remote://${server.authority}${sample.folder}/src/cart.ts`;
  print(`\nVS Code with Parity runs. Open this address in a browser on this machine:\n`);
  print(`  ${server.address(sample.folder, [['openFile', file]])}\n`);
  printHints(sample);
  const code = await Promise.race([stopAsked(), server.ended]);
  // Only when nobody asked it to.
  if (code !== undefined) print(`The VS Code server ended with code ${code}.`);
  await server.stop();
}

async function openDesktop(executable: string): Promise<void> {
  print(`Opening ${executable} with settings and extensions of its own`);
  const sample = copySample();
  const window = await startDesktop(executable, packagedExtension(), sample);
  printHints(sample);
  await Promise.race([stopAsked(), window.ended]);
  await window.stop();
}

/** Until here a signal simply ends this process, and the guards of what it started end the rest. */
async function stopAsked(): Promise<undefined> {
  await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
  return undefined;
}

function printHints(sample: SampleCopy): void {
  print('Try this:');
  print(
    '  - In src/cart.ts, on a new line below "Your turn" (line 40), type `for (const line of ` and wait. Tab accepts the gray text.',
  );
  print('  - Run "Parity: Open Chat" from the command palette (F1).');
  print(`The workspace is a copy (${sample.folder}) and is thrown away at the end. Ctrl+C ends everything.`);
}
