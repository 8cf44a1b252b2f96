import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { failureOf, installByApt } from './installByApt.ts';
import { places } from './places.ts';
import { runToEnd } from './runToEnd.ts';

/** The path of a Chromium that starts, installed when there is none: by apt-get as root, else by playwright. */
export async function installChromium(print: (line: string) => void): Promise<string> {
  const found = await firstThatStarts(candidates());
  if (found !== undefined) return found;
  if (process.env['CHROMIUM'] !== undefined) print(`CHROMIUM is ${process.env['CHROMIUM']}, which does not start.`);
  await installByApt({ title: 'Chromium', packages: ['chromium'] }, print);
  const byApt = await firstThatStarts(candidates());
  if (byApt !== undefined) return byApt;
  print('Installing Chromium with playwright');
  const failure = await failureOf(
    runToEnd(process.execPath, [join(places.root, 'node_modules/playwright-core/cli.js'), 'install', 'chromium']),
  );
  const byPlaywright = await firstThatStarts([chromium.executablePath()]);
  if (byPlaywright !== undefined) return byPlaywright;
  throw new Error('No Chromium that starts. Install one and set CHROMIUM to its executable.', { cause: failure });
}

/** Where a Chromium may be, best first. */
function candidates(): string[] {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  const paths = [process.env['CHROMIUM'], ...names.map(findOnPath), chromium.executablePath()];
  return paths.filter((path) => path !== undefined && existsSync(path)) as string[];
}

/** Ubuntu's `chromium-browser` may be a stub that only asks for a snap: being there is not enough. */
async function firstThatStarts(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    if ((await failureOf(runToEnd(path, ['--version']))) === undefined) return path;
  }
  return undefined;
}

function findOnPath(name: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
