import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/**
 * Files of the llama.cpp sources that node-llama-cpp carries as a git bundle, taken out once into the user's cache.
 * Needs `git`. Vocabulary and template are from Qwen's release, Apache-2.0.
 */
const bundleFolder = fileURLToPath(new URL('../../node_modules/node-llama-cpp/', import.meta.url));

/** Qwen 3.5's official chat template. */
export async function officialTemplate(): Promise<string> {
  return readFile(await vendoredFile('models/templates/Qwen3.5-4B.jinja'), 'utf8');
}

/** Path of a GGUF file that holds the vocabulary alone; load it with `vocabOnly`. */
export async function qwenVocabularyModel(): Promise<string> {
  return vendoredFile('models/ggml-vocab-qwen35.gguf');
}

/** Where made models are kept: outside the repository, so that no clean-up or package ever meets half a gigabyte. */
export function testCacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'];
  return join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'parity-test');
}

const wanted = ['models/templates/Qwen3.5-4B.jinja', 'models/ggml-vocab-qwen35.gguf'] as const;

async function vendoredFile(path: (typeof wanted)[number]): Promise<string> {
  const folder = join(testCacheFolder(), `llama-sources-${bundleVersion()}`);
  if (!existsSync(folder)) await extract(folder);
  return join(folder, path.replaceAll('/', '-'));
}

/** Of node-llama-cpp, and with it of the sources it carries. */
export function bundleVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(bundleFolder, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new Error('node-llama-cpp has no version');
}

/** All files appear at once, under a name of their own version, whoever else extracts at the same time. */
async function extract(folder: string): Promise<void> {
  const git = promisify(execFile);
  await mkdir(testCacheFolder(), { recursive: true });
  const partial = await mkdtemp(`${folder}-`);
  try {
    const clone = join(partial, 'clone.git');
    await git('git', ['clone', '--quiet', '--bare', join(bundleFolder, 'llama/gitRelease.bundle'), clone]);
    for (const path of wanted) {
      const options = { encoding: 'buffer', maxBuffer: 64 << 20 } as const;
      const { stdout } = await git('git', ['-C', clone, 'show', `HEAD:${path}`], options);
      await writeFile(join(partial, path.replaceAll('/', '-')), stdout);
    }
    await rm(clone, { recursive: true });
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    // Someone else was faster.
    if (!existsSync(folder)) throw error;
  }
}
