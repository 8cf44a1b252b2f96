import type { Dirent } from 'node:fs';
import { readFile, readdir, realpath } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import * as z from 'zod';
import { throwIfAborted } from '../../base/appError.ts';
import type { SkippedPlace } from './foundModel.ts';
import type { ModelPlace } from './modelPlaces.ts';
import type { SearchBudget } from './searchBudget.ts';

/** A file that may be a model. */
export interface Candidate {
  readonly path: string;
  readonly realPath: string;
  /** For people. */
  readonly name: string;
  /** As its program keeps it; not computed. */
  readonly sha256: string | undefined;
}

/** What `place` may hold, without opening any of it. A place that does not exist holds nothing. */
export async function* listCandidates(
  place: ModelPlace,
  budget: SearchBudget,
  signal: AbortSignal,
): AsyncGenerator<Candidate> {
  switch (place.layout) {
    case 'files':
      return yield* listFiles(place.folder, place.folder, budget, signal);
    case 'ollama':
      return yield* listOllama(place.folder, budget, signal);
  }
}

/** Links to files are followed, for that is how Hugging Face's cache is made; links to folders never, save `root` itself. */
async function* listFiles(
  root: string,
  folder: string,
  budget: SearchBudget,
  signal: AbortSignal,
  depth = 0,
): AsyncGenerator<Candidate> {
  if (depth > budget.limits.depth) {
    budget.skipped.push({ path: folder, reason: 'too-deep' });
    return;
  }
  for (const entry of await listFolder(folder, budget, signal)) {
    throwIfAborted(signal);
    const path = join(folder, entry.name);
    if (!budget.mayLookAt(path)) return;
    if (entry.isDirectory()) yield* listFiles(root, path, budget, signal, depth + 1);
    else if (/\.gguf$/i.test(entry.name) && !isLaterPart(entry.name)) {
      const realPath = await realpath(path).catch(() => undefined);
      // A link that leads nowhere is what a download leaves that was given up.
      if (realPath === undefined) continue;
      const hash = /^[0-9a-f]{64}$/.exec(basename(realPath))?.[0];
      const isHub = realPath.includes(`${sep}blobs${sep}`);
      yield { path, realPath, name: nameWithin(root, path), sha256: isHub ? hash : undefined };
    }
  }
}

/** Of a split model the first part stands for all. */
function isLaterPart(name: string): boolean {
  const part = /-(\d{5})-of-\d{5}\.gguf$/i.exec(name)?.[1];
  return part !== undefined && Number(part) !== 1;
}

/** `models--org--repo/snapshots/REVISION/file` of Hugging Face's cache becomes `org/repo/file`. */
function nameWithin(root: string, path: string): string {
  const parts = relative(root, path).split(sep);
  const [repository = '', snapshots] = parts;
  const isHub = repository.startsWith('models--') && snapshots === 'snapshots';
  return isHub ? [...repository.split('--').slice(1), ...parts.slice(3)].join('/') : parts.join('/');
}

const manifestSchema = z.object({
  layers: z.array(
    z.object({ mediaType: z.string(), digest: z.string().regex(/^sha256:[0-9a-f]{64}$/), size: z.number().optional() }),
  ),
});

const ollamaTypes = ['model', 'adapter', 'projector'].map((type) => `application/vnd.ollama.image.${type}`);
const manifestLimitBytes = 1 << 20;

/**
 * Ollama keeps `manifests/REGISTRY/NAMESPACE/MODEL/TAG`, JSON that names the model's file, its adapters and the rest by
 * hash, and the files in `blobs/sha256-HASH` (server/manifest.go and server/modelpath.go of ollama/ollama).
 */
async function* listOllama(root: string, budget: SearchBudget, signal: AbortSignal): AsyncGenerator<Candidate> {
  for await (const { path, parts } of listManifests(join(root, 'manifests'), [], budget, signal)) {
    const layers = await readManifest(path);
    if (layers === undefined) budget.skipped.push({ path, reason: 'unreadable' });
    for (const { mediaType, digest } of layers ?? []) {
      if (!ollamaTypes.includes(mediaType)) continue;
      const sha256 = digest.slice('sha256:'.length);
      const blob = join(root, 'blobs', `sha256-${sha256}`);
      const realPath = await realpath(blob).catch(() => undefined);
      if (realPath !== undefined) yield { path: blob, realPath, name: ollamaName(parts), sha256 };
    }
  }
}

async function* listManifests(
  folder: string,
  parts: readonly string[],
  budget: SearchBudget,
  signal: AbortSignal,
): AsyncGenerator<{ path: string; parts: readonly string[] }> {
  for (const entry of await listFolder(folder, budget, signal)) {
    throwIfAborted(signal);
    const path = join(folder, entry.name);
    if (!budget.mayLookAt(path)) return;
    const inside = [...parts, entry.name];
    if (entry.isDirectory() && inside.length < 4) yield* listManifests(path, inside, budget, signal);
    else if (entry.isFile() && inside.length === 4) yield { path, parts: inside };
  }
}

async function readManifest(path: string): Promise<z.infer<typeof manifestSchema>['layers'] | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    return text.length > manifestLimitBytes ? undefined : manifestSchema.parse(JSON.parse(text)).layers;
  } catch {
    return undefined;
  }
}

/** As Ollama shows it: `qwen3.5:9b`, `someone/model:tag`, `hf.co/unsloth/Qwen3.5-9B-GGUF:Q4_K_M`. */
function ollamaName([registry = '', namespace = '', model = '', tag = '']: readonly string[]): string {
  if (registry !== 'registry.ollama.ai') return `${registry}/${namespace}/${model}:${tag}`;
  return namespace === 'library' ? `${model}:${tag}` : `${namespace}/${model}:${tag}`;
}

async function listFolder(folder: string, budget: SearchBudget, signal: AbortSignal): Promise<Dirent[]> {
  throwIfAborted(signal);
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== undefined) budget.skipped.push({ path: folder, reason });
    return [];
  }
}

function reasonOf(error: unknown): SkippedPlace['reason'] | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  return code === 'EACCES' || code === 'EPERM' ? 'no-permission' : 'unreadable';
}
