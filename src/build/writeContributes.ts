/** `npm run contributes`: brings package.json and package.nls.json in line with the tables in `base`. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { commandDefinitions } from '../base/commands.ts';
import { settingDefinitions } from '../base/settings.ts';
import { viewDefinitions } from '../base/views.ts';
import { walkthroughs } from '../base/walkthrough.ts';
import { generateManifest } from './contributes.ts';
import { projectRoot } from './projectRoot.ts';

const { manifest, texts } = generateManifest({
  settings: settingDefinitions,
  commands: commandDefinitions,
  views: viewDefinitions,
  walkthroughs,
});
const packagePath = join(projectRoot, 'package.json');
const before: object = JSON.parse(await readFile(packagePath, 'utf8'));
await writeJson(packagePath, { ...before, ...manifest });
await writeJson(join(projectRoot, 'package.nls.json'), texts);

async function writeJson(path: string, value: object): Promise<void> {
  const config = await resolveConfig(path);
  await writeFile(path, await format(JSON.stringify(value), { ...config, filepath: path }));
}
