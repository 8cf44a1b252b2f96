import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { GpuBackend } from '../engine/localPlace.ts';
import { runtimeModulesFolder } from './findRuntimes.ts';

/** The prebuilt engines that node-llama-cpp 3.22 has for GPUs, best first, by `platform-arch` of Node. */
const packages: Readonly<Record<string, Readonly<Partial<Record<GpuBackend, string>>>>> = {
  'darwin-arm64': { metal: 'mac-arm64-metal' },
  'linux-x64': { cuda: 'linux-x64-cuda', vulkan: 'linux-x64-vulkan' },
  'win32-x64': { cuda: 'win-x64-cuda', vulkan: 'win-x64-vulkan' },
};

const bestFirst: readonly GpuBackend[] = ['metal', 'cuda', 'vulkan'];

/** Best first. */
export function supportedBackends(platform: string): readonly GpuBackend[] {
  return bestFirst.filter((backend) => packages[platform]?.[backend] !== undefined);
}

/** Are the files of this engine beside the others? What is there in name only, to be left out, has no `bins`. */
export function isInstalled(backend: GpuBackend, platform: string): boolean {
  const name = packages[platform]?.[backend];
  if (name === undefined) return false;
  const beside = createRequire(import.meta.url).resolve.paths('node-llama-cpp') ?? [];
  const downloaded = runtimeModulesFolder();
  const folders = downloaded === undefined ? beside : [...beside, downloaded];
  return folders.some((folder) => existsSync(join(folder, '@node-llama-cpp', name, 'bins')));
}
