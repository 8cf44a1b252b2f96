import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import runtimes from './runtimes.json' with { type: 'json' };

/**
 * The engine's native code for GPUs, as published beside it at exactly its version. Parity's package holds the code for
 * the processor alone: these are downloaded by those who have the card. For Windows nothing is offered while the digest
 * of its packages at this version is not known.
 */
const schema = z.strictObject({
  engineVersion: z.string(),
  source: z.string(),
  date: z.iso.date(),
  packages: z.array(
    z.strictObject({
      name: z.string().regex(/^@node-llama-cpp\/[a-z0-9-]+$/),
      /** `platform-arch` of Node. */
      platform: z.string(),
      backend: z.enum(['cuda', 'vulkan']),
      url: z.url(),
      /** As in package-lock.json: of the packed file. */
      integrity: z.string().regex(/^sha512-[A-Za-z0-9+/]{86}==$/),
      bytes: z.int().positive(),
    }),
  ),
});

export type RuntimePackage = Readonly<z.infer<typeof schema>['packages'][number]>;

export const { engineVersion, packages: runtimePackages } = schema.parse(runtimes);

/** Of this version only: native code of another one would crash the engine. `storage`: the extension's own folder. */
export function runtimeFolder(storage: string): string {
  return join(storage, 'engine', engineVersion);
}

export function runtimePackagePath(folder: string, name: string): string {
  return join(folder, 'node_modules', name);
}

export function isRuntimeInstalled(folder: string, name: string): boolean {
  return existsSync(join(runtimePackagePath(folder, name), 'package.json'));
}

/** What can be added on this machine, by backend. All packages of a backend are needed together. */
export function runtimesFor(platform: string, backend: RuntimePackage['backend']): readonly RuntimePackage[] {
  return runtimePackages.filter((one) => one.platform === platform && one.backend === backend);
}
