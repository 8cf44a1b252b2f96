import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

/**
 * Bundles a program of the tests into one file for Node. Test files that run side by side may make the same one: it is put
 * in its place as a whole, so that none of them starts half of it.
 */
export async function bundleFile(
  outfile: string,
  options: Pick<BuildOptions, 'entryPoints' | 'external' | 'define'>,
): Promise<void> {
  const made = await build({
    ...options,
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
    write: false,
  });
  const [file] = made.outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of ${outfile}.`);
  await mkdir(dirname(outfile), { recursive: true });
  const growing = `${outfile}.${randomUUID()}`;
  await writeFile(growing, file.contents);
  await rename(growing, outfile);
}
