/** Installs what the host and browser tests need: `npx tsx test/vscode/setup.ts`. Does nothing when all is there. */
import { installChromium } from './installChromium.ts';
import { installServer } from './installServer.ts';

const print = (line: string): void => console.log(line);
await installServer(print);
print(`Chromium: ${await installChromium(print)}`);
