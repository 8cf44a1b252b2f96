import * as z from 'zod';

const texts = z.record(z.string(), z.string()).catch({});

const manifestSchema = z.object({
  scripts: texts.optional(),
  dependencies: texts.optional(),
  devDependencies: texts.optional(),
  jest: z.record(z.string(), z.unknown()).optional().catch(undefined),
  mocha: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/** What of a `package.json` tells about its tests. */
export type PackageManifest = z.infer<typeof manifestSchema>;

/** `undefined`: no JSON object. Parts of another shape count as absent. */
export function parseManifest(text: string | undefined): PackageManifest | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(text.replace(/^\uFEFF/, '')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export function dependsOn(manifest: PackageManifest, name: string): boolean {
  return manifest.devDependencies?.[name] !== undefined || manifest.dependencies?.[name] !== undefined;
}
