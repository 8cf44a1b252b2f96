import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readZip } from '../worker/readZip.ts';

/** Unpacks a .vsix into `folder` and gives the extension's own folder. It activates only when it is told to. */
export async function unpackExtension(vsix: string, folder: string): Promise<string> {
  for (const { path, content } of await readZip(vsix)) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), content());
  }
  const extension = join(folder, 'extension');
  const manifest = join(extension, 'package.json');
  const packaged: unknown = JSON.parse(await readFile(manifest, 'utf8'));
  await writeFile(manifest, JSON.stringify({ ...Object(packaged), activationEvents: [] }));
  return extension;
}
