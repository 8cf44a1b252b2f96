import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import { AppError, isAbort } from '../../src/base/appError.ts';
import { importModel, removeModel } from '../../src/models/ownFolder.ts';
import { temporaryFolder } from '../model/temporaryFolder.ts';
import { writeSplitModel } from '../model/makeSplitModel.ts';

const never = new AbortController().signal;
const starter = fileURLToPath(new URL('../../media/models/starter.gguf', import.meta.url));
const scratch = temporaryFolder();
/** Parity's own folder, and one of somebody else's beside it. */
let own = '';
let other = '';

beforeEach(() => {
  const home = mkdtempSync(join(scratch, 'home-'));
  own = join(home, 'own');
  other = join(home, 'other');
  mkdirSync(other);
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => 'done',
    (reason: unknown) => reason,
  );
  return error instanceof AppError ? error.code : String(error);
}

function put(path: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, 'GGUF');
  return path;
}

test('a copy is a file of its own', async () => {
  const path = await importModel({ path: starter, folder: own, manner: 'copy' }, never);
  expect(path).toBe(join(own, 'starter', 'starter.gguf'));
  expect(readFileSync(path).equals(readFileSync(starter))).toBe(true);
  expect(statSync(path).ino).not.toBe(statSync(starter).ino);
  expect(readdirSync(own)).toEqual(['starter']);
});

test('a link takes no second place on the disk, and outlives the first name', async () => {
  const original = join(other, 'mine.gguf');
  await importModel({ path: starter, folder: other, manner: 'copy' }, never);
  writeFileSync(original, readFileSync(starter));
  const path = await importModel({ path: original, folder: own, manner: 'link' }, never);
  expect(statSync(path).ino).toBe(statSync(original).ino);
  rmSync(original);
  expect(readFileSync(path).equals(readFileSync(starter))).toBe(true);
});

test('a name that is taken gets a number', async () => {
  const one = await importModel({ path: starter, folder: own, manner: 'copy' }, never);
  const two = await importModel({ path: starter, folder: own, manner: 'link' }, never);
  expect([one, two]).toEqual([join(own, 'starter', 'starter.gguf'), join(own, 'starter-2', 'starter.gguf')]);
});

test('all parts of a split model come, and go', async () => {
  const first = writeSplitModel(other, 'big', 3);
  const path = await importModel({ path: first, folder: own, manner: 'copy' }, never);
  expect(readdirSync(join(own, 'big'))).toEqual([1, 2, 3].map((part) => `big-0000${part}-of-00003.gguf`));
  await removeModel(path, own);
  expect(readdirSync(own)).toEqual([]);
  expect(readdirSync(other)).toHaveLength(3);
});

test("Ollama's file gets the ending that it lacks", async () => {
  const blob = join(other, 'sha256-1234');
  writeFileSync(blob, readFileSync(starter));
  expect(await importModel({ path: blob, folder: own, manner: 'link' }, never)).toBe(
    join(own, 'sha256-1234', 'sha256-1234.gguf'),
  );
});

test('what is no model is not taken, and nothing is left of it', async () => {
  expect(await codeOf(importModel({ path: put(join(other, 'x.gguf')), folder: own, manner: 'copy' }, never))).toBe(
    'model-invalid',
  );
  expect(await codeOf(importModel({ path: join(other, 'y.gguf'), folder: own, manner: 'copy' }, never))).toBe(
    'model-missing',
  );
  expect(existsSync(own)).toBe(false);
});

test('an import that is given up leaves nothing', async () => {
  const controller = new AbortController();
  const work = importModel({ path: starter, folder: own, manner: 'copy' }, controller.signal);
  controller.abort();
  expect(isAbort(await work.catch((error: unknown) => error))).toBe(true);
  expect(existsSync(own) ? readdirSync(own) : []).toEqual([]);
});

test('a folder that is a file is said to be none to write to', async () => {
  writeFileSync(own, 'a file');
  expect(await codeOf(importModel({ path: starter, folder: own, manner: 'copy' }, never))).toBe('folder-unwritable');
});

test('a model of our own goes, with the folder that it leaves empty', async () => {
  const path = put(join(own, 'a', 'x.gguf'));
  await removeModel(path, own);
  expect(readdirSync(own)).toEqual([]);
  const beside = put(join(own, 'b', 'y.gguf'));
  put(join(own, 'b', 'z.gguf'));
  await removeModel(beside, own);
  expect(readdirSync(join(own, 'b'))).toEqual(['z.gguf']);
});

test.each([
  ['elsewhere', () => put(join(other, 'x.gguf'))],
  [
    'elsewhere by way of our folder',
    () => (put(join(other, 'x.gguf')), put(join(own, 'y.gguf')), `${own}/../other/x.gguf`),
  ],
  ['in a folder whose name begins like ours', () => (put(join(own, 'y.gguf')), put(join(`${own}-2`, 'x.gguf')))],
  [
    'reached through a link to a folder',
    () => {
      put(join(other, 'x.gguf'));
      mkdirSync(own);
      symlinkSync(other, join(own, 'linked'));
      return join(own, 'linked', 'x.gguf');
    },
  ],
  ['no model file', () => put(join(own, 'settings.json'))],
  [
    'a folder',
    () => {
      mkdirSync(join(own, 'folder.gguf'), { recursive: true });
      return join(own, 'folder.gguf');
    },
  ],
])('what is %s is not deleted', async (_, make) => {
  const path = make();
  mkdirSync(own, { recursive: true });
  expect(await codeOf(removeModel(path, own))).toBe('not-own-file');
  expect(existsSync(path)).toBe(true);
});

test('of a link the link goes and the original stays', async () => {
  const original = put(join(other, 'x.gguf'));
  mkdirSync(own);
  const link = join(own, 'x.gguf');
  symlinkSync(original, link);
  expect(readlinkSync(link)).toBe(original);
  await removeModel(link, own);
  expect(lstatSync(original).isFile()).toBe(true);
  expect(readdirSync(own)).toEqual([]);
});

test('our folder may itself be reached through a link', async () => {
  put(join(own, 'x.gguf'));
  const alias = `${own}-alias`;
  symlinkSync(own, alias);
  await removeModel(join(alias, 'x.gguf'), own);
  expect(readdirSync(own)).toEqual([]);
});

test('what is gone already is missing', async () => {
  expect(await codeOf(removeModel(join(own, 'x.gguf'), own))).toBe('model-missing');
  mkdirSync(own);
  expect(await codeOf(removeModel(join(own, 'x.gguf'), own))).toBe('model-missing');
});
