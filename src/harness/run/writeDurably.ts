import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Under its name there is always the whole of it or nothing. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const growing = `${path}.new`;
  const file = await open(growing, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(growing, path);
  // A rename is on the disk once its folder is; Windows cannot be asked for that.
  const home = await open(dirname(path), 'r').catch(() => undefined);
  await home?.sync().catch(() => {});
  await home?.close();
}
