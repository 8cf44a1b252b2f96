import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { isAbort } from '../../../src/base/appError.ts';
import { systemClock } from '../../../src/base/clock.ts';
import type { FoundFile, FoundIn } from '../../../src/models/discover/foundModel.ts';
import type { ModelPlace } from '../../../src/models/discover/modelPlaces.ts';
import { createModelSearch } from '../../../src/models/discover/modelSearch.ts';
import { defaultSearchLimits } from '../../../src/models/discover/searchBudget.ts';
import { createManualClock } from '../../manualClock.ts';
import { type MetadataValue, writeGguf } from '../../model/ggufWriter.ts';
import { writeSplitModel } from '../../model/makeSplitModel.ts';
import { makeTinyModel } from '../../model/makeTinyModel.ts';
import { temporaryFolder } from '../../model/temporaryFolder.ts';

const never = new AbortController().signal;
const scratch = temporaryFolder();
const tiny = join(scratch, 'tiny.gguf');
let home = '';

beforeAll(() => makeTinyModel(tiny, { zeroWeights: true }));
beforeEach(() => void (home = mkdtempSync(join(scratch, 'home-'))));

function put(path: string, from = tiny): string {
  const to = join(home, path);
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  return to;
}

function link(path: string, target: string): void {
  const from = join(home, path);
  mkdirSync(dirname(from), { recursive: true });
  symlinkSync(target, from);
}

function writeMetadata(path: string, keys: Readonly<Record<string, string>>): void {
  const to = join(home, path);
  mkdirSync(dirname(to), { recursive: true });
  const metadata = new Map<string, MetadataValue>(
    Object.entries(keys).map(([key, value]) => [key, { type: 'string', value }]),
  );
  writeGguf(to, { metadata, tensors: [] });
}

function place(foundIn: FoundIn, folder = ''): ModelPlace {
  return { foundIn, folder: join(home, folder), layout: foundIn === 'ollama' ? 'ollama' : 'files' };
}

async function search(...places: ModelPlace[]): Promise<readonly FoundFile[]> {
  const { files, skipped } = await createModelSearch().run(places, never);
  expect(skipped).toEqual([]);
  return files;
}

const hash = 'a'.repeat(64);
const repository = 'models--unsloth--Qwen3.5-9B-GGUF';

/** https://huggingface.co/docs/hub/local-cache */
function putInHub(revision: string, name: string, blob = hash): void {
  put(`${repository}/blobs/${blob}`);
  link(`${repository}/snapshots/${revision}/${name}`, `../../blobs/${blob}`);
}

test("Hugging Face's cache: a file is found by its name and is there once, whatever links to it", async () => {
  putInHub('rev1', 'Qwen3.5-9B-Q4_K_M.gguf');
  link(`${repository}/snapshots/rev2/Qwen3.5-9B-Q4_K_M.gguf`, `../../blobs/${hash}`);
  mkdirSync(join(home, repository, 'refs'));
  writeFileSync(join(home, repository, 'refs', 'main'), 'rev2');
  link(`${repository}/snapshots/rev2/given-up.gguf`, '../../blobs/missing');
  const files = await search(place('huggingface'));
  expect(files).toMatchObject([
    {
      path: join(home, repository, 'snapshots/rev1/Qwen3.5-9B-Q4_K_M.gguf'),
      realPath: join(home, repository, 'blobs', hash),
      name: 'unsloth/Qwen3.5-9B-GGUF/Qwen3.5-9B-Q4_K_M.gguf',
      content: { kind: 'model', facts: { name: 'Tiny' } },
    },
  ]);
});

test('LM Studio keeps publisher, model and file', async () => {
  put('models/lmstudio-community/Qwen3.5-9B-GGUF/Qwen3.5-9B-Q4_K_M.gguf');
  const files = await search(place('lm-studio', 'models'));
  expect(files.map(({ name }) => name)).toEqual(['lmstudio-community/Qwen3.5-9B-GGUF/Qwen3.5-9B-Q4_K_M.gguf']);
});

function manifest(path: string, layers: readonly unknown[]): void {
  const to = join(home, 'manifests', path);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, JSON.stringify({ schemaVersion: 2, layers }));
}

function layer(type: string, digest: string): unknown {
  return { mediaType: `application/vnd.ollama.image.${type}`, digest: `sha256:${digest}`, size: 1 };
}

test("Ollama's blobs have no ending: its manifests say which are models", async () => {
  const [model, adapter, template] = ['b', 'c', 'd'].map((letter) => letter.repeat(64));
  put(`blobs/sha256-${model}`);
  writeMetadata(`blobs/sha256-${adapter}`, { 'general.architecture': 'qwen35', 'general.type': 'adapter' });
  writeFileSync(join(home, `blobs/sha256-${template}`), '{{ .Prompt }}');
  manifest('registry.ollama.ai/library/qwen3.5/9b', [layer('model', model ?? ''), layer('template', template ?? '')]);
  manifest('registry.ollama.ai/me/tuned/latest', [layer('model', model ?? ''), layer('adapter', adapter ?? '')]);
  manifest('hf.co/unsloth/Qwen3.5-4B-GGUF/Q4_K_M', [layer('model', 'e'.repeat(64))]);
  const files = await search(place('ollama'));
  expect(files.map(({ name, content }) => `${name} ${content.kind}`)).toEqual([
    'qwen3.5:9b model',
    'me/tuned:latest adapter',
  ]);
  expect(files[0]?.path).toBe(join(home, `blobs/sha256-${model}`));
});

test('a manifest that is none, or that names a file outside, is passed over', async () => {
  manifest('registry.ollama.ai/library/x/1', [
    { mediaType: 'application/vnd.ollama.image.model', digest: '../../etc' },
  ]);
  writeFileSync(join(home, 'manifests/registry.ollama.ai/library/x/2'), 'not JSON');
  const { files, skipped } = await createModelSearch().run([place('ollama')], never);
  expect(files).toEqual([]);
  expect(skipped.map(({ reason }) => reason)).toEqual(['unreadable', 'unreadable']);
});

test('a split model is there once, with the bytes of all its parts', async () => {
  writeSplitModel(home, 'big', 2);
  const files = await search(place('user-folder'));
  expect(files.map(({ name, content }) => `${name} ${content.kind}`)).toEqual(['big-00001-of-00002.gguf model']);
  const onDisk = readdirSync(home).map((name) => statSync(join(home, name)).size);
  expect(files[0]?.bytes).toBe(onDisk.reduce((sum, bytes) => sum + bytes, 0));
});

test('adapters, vision parts and broken files are told apart', async () => {
  writeMetadata('lora.gguf', { 'general.architecture': 'qwen35', 'general.type': 'adapter', 'general.name': 'Mine' });
  writeMetadata('mmproj-F16.gguf', { 'general.architecture': 'clip' });
  writeFileSync(join(home, 'page.GGUF'), '<!doctype html>');
  writeFileSync(join(home, 'notes.txt'), 'GGUF');
  const files = await search(place('user-folder'));
  expect(files.map(({ name, content }) => [name, content])).toEqual([
    ['lora.gguf', { kind: 'adapter', architecture: 'qwen35', name: 'Mine' }],
    ['mmproj-F16.gguf', { kind: 'vision' }],
    ['page.GGUF', { kind: 'unusable', problem: 'is not a GGUF file (starts with "<!doctype html>")' }],
  ]);
});

test('a file in two places is found in the first', async () => {
  put('own/model.gguf');
  link('hub/model.gguf', join(home, 'own/model.gguf'));
  const files = await search(place('parity', 'own'), place('huggingface', 'hub'));
  expect(files.map(({ foundIn }) => foundIn)).toEqual(['parity']);
});

test('links to folders are not followed, so that there are no loops', async () => {
  put('models/a.gguf');
  link('models/loop', join(home, 'models'));
  link('models/up', home);
  expect(await search(place('user-folder', 'models'))).toHaveLength(1);
});

test('a place that is a link is searched', async () => {
  put('disk/a.gguf');
  link('models', join(home, 'disk'));
  expect(await search(place('user-folder', 'models'))).toHaveLength(1);
});

test('a place that does not exist holds nothing', async () => {
  expect(await search(place('lm-studio', 'nowhere'), place('ollama', 'nowhere'))).toEqual([]);
});

test('depth and number are bounded, and it is said what was left out', async () => {
  put('1/2/3/deep.gguf');
  put('1/shallow.gguf');
  const deep = await createModelSearch({ ...defaultSearchLimits, depth: 2 }).run([place('user-folder')], never);
  expect(deep.files.map(({ name }) => name)).toEqual(['1/shallow.gguf']);
  expect(deep.skipped).toEqual([{ path: join(home, '1/2/3'), reason: 'too-deep' }]);

  const many = await createModelSearch({ ...defaultSearchLimits, entries: 2 }).run([place('user-folder')], never);
  expect(many.skipped.map(({ reason }) => reason)).toEqual(['too-many']);
});

test('time is bounded for all places together', async () => {
  put('a/1.gguf');
  put('b/2.gguf');
  const clock = createManualClock();
  const slow = { ...clock, now: () => (clock.advance(600), clock.now()) };
  const found = await createModelSearch({ ...defaultSearchLimits, milliseconds: 1000 }, slow).run(
    [place('user-folder', 'a'), place('user-folder', 'b')],
    never,
  );
  expect(found.files.map(({ name }) => name)).toEqual(['1.gguf']);
  expect(found.skipped).toEqual([{ path: join(home, 'b/2.gguf'), reason: 'out-of-time' }]);
});

test('an aborted search rejects as aborted', async () => {
  put('a.gguf');
  const reason: unknown = await createModelSearch()
    .run([place('user-folder')], AbortSignal.abort())
    .catch((error: unknown) => error);
  expect(isAbort(reason)).toBe(true);
});

test('a file is read again only when it has changed', async () => {
  const path = put('model.gguf');
  const modelSearch = createModelSearch(defaultSearchLimits, systemClock);
  const names = async (): Promise<unknown[]> => {
    const { files } = await modelSearch.run([place('user-folder')], never);
    return files.map(({ content }) => content.kind === 'model' && content.facts.name);
  };
  expect(await names()).toEqual(['Tiny']);
  // The same size and time: what is remembered stands.
  const spoilt = join(scratch, 'spoilt.gguf');
  await makeTinyModel(spoilt, { zeroWeights: true, name: 'Else' });
  const moment = new Date(1_000_000_000_000);
  utimesSync(path, moment, moment);
  expect(await names()).toEqual(['Tiny']);
  copyFileSync(spoilt, path);
  utimesSync(path, moment, moment);
  expect(await names()).toEqual(['Tiny']);
  utimesSync(path, new Date(1_000_000_001_000), new Date(1_000_000_001_000));
  expect(await names()).toEqual(['Else']);
  rmSync(path);
  expect(await names()).toEqual([]);
  renameSync(spoilt, path);
  expect(await names()).toEqual(['Else']);
});
