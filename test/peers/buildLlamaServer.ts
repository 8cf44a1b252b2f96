import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { bundleVersion, testCacheFolder } from '../model/vendoredLlama.ts';
import { runToEnd } from '../vscode/runToEnd.ts';
import { places } from '../vscode/places.ts';

const bundle = join(places.root, 'node_modules/node-llama-cpp/llama/gitRelease.bundle');

/** What a peer on this machine does not need. */
const options = ['CURL', 'BUILD_TESTS', 'BUILD_EXAMPLES', 'BUILD_UI', 'BUILD_APP', 'OPENSSL'].map(
  (name) => `-DLLAMA_${name}=OFF`,
);

/**
 * The path of a `llama-server`: the one that PARITY_LLAMA_SERVER names, else one built from the sources that
 * node-llama-cpp carries, which takes git, cmake and a compiler some minutes, once.
 */
export async function buildLlamaServer(print: (line: string) => void): Promise<string> {
  const given = process.env['PARITY_LLAMA_SERVER'];
  if (given !== undefined && given !== '') return given;
  const program = join(testCacheFolder(), `llama-server-${bundleVersion()}`);
  if (existsSync(program)) return program;
  await mkdir(testCacheFolder(), { recursive: true });
  const folder = await mkdtemp(`${program}-`);
  try {
    print('Building llama-server from the sources of node-llama-cpp');
    const [source, build] = [join(folder, 'source'), join(folder, 'build')];
    await runToEnd('git', ['clone', '--quiet', bundle, source]);
    const configure = ['-S', source, '-B', build, '-DCMAKE_BUILD_TYPE=Release', '-DBUILD_SHARED_LIBS=OFF', ...options];
    await runToEnd('cmake', configure);
    const jobs = String(availableParallelism());
    await runToEnd('cmake', ['--build', build, '--target', 'llama-server', '--parallel', jobs]);
    await rename(join(build, 'bin/llama-server'), program);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return program;
}
