/** `npm run lock`: run after each `npm install`. See `completeLock.ts`. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { completeLock, type Lock } from './completeLock.ts';
import { projectRoot } from './projectRoot.ts';

const path = join(projectRoot, 'package-lock.json');
const before: Lock = JSON.parse(await readFile(path, 'utf8'));
await writeFile(path, `${JSON.stringify(completeLock(before), null, 2)}\n`);
