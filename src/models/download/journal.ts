import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { onDisk, systemCode } from './diskError.ts';
import { modelDownloadSchema } from './modelDownload.ts';

/**
 * What is on the disk of a download that is not finished, for the next process and for the other windows. One file for
 * each download, written by the download's owner only.
 */

const spanSchema = z.strictObject({ start: z.int().nonnegative(), end: z.int().positive() });

const fileProgressSchema = z.strictObject({
  bytes: z.int().positive(),
  /** Of which file the bytes are: they are kept only for one that is the same. */
  digest: z.string().optional(),
  etag: z.string().optional(),
  /** Where from, for the other windows. */
  source: z.enum(['huggingface', 'modelscope', 'address']),
  good: z.array(spanSchema),
  /** Its digest is right, and it has its own name. */
  isFinished: z.boolean(),
});

const journalSchema = z.strictObject({
  format: z.literal(1),
  download: modelDownloadSchema,
  /** True when its owner stopped on purpose or gave up: then no other window goes on with it by itself. */
  isEnded: z.boolean(),
  /** By path of the file. */
  files: z.record(z.string(), fileProgressSchema),
});

export type Journal = Readonly<z.infer<typeof journalSchema>>;
export type FileProgress = Readonly<z.infer<typeof fileProgressSchema>>;

/** The files about a download, in the folder of all of them. */
export function journalPaths(root: string, id: string): { journal: string; lock: string; stop: string } {
  const at = (extension: string): string => join(journalFolder(root), `${id}.${extension}`);
  return { journal: at('json'), lock: at('lock'), stop: at('stop') };
}

function journalFolder(root: string): string {
  return join(root, '.downloads');
}

/** Undefined when there is none that can be read: then nothing is known to be good. */
export async function readJournal(path: string): Promise<Journal | undefined> {
  try {
    return journalSchema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

/** Whole or not at all, also when the machine loses power. What it calls good must be on the disk already. */
export async function writeJournal(root: string, journal: Journal): Promise<void> {
  const path = journalPaths(root, journal.download.id).journal;
  await onDisk(root, async () => {
    await mkdir(journalFolder(root), { recursive: true });
    const fresh = `${path}.new`;
    const handle = await open(fresh, 'w');
    try {
      await handle.writeFile(JSON.stringify(journal));
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(fresh, path);
  });
}

export async function removeJournal(root: string, id: string): Promise<void> {
  const path = journalPaths(root, id).journal;
  await rm(path, { force: true });
  await rm(`${path}.new`, { force: true });
}

/** Every download that was begun in `root` and is not finished. */
export async function listJournals(root: string): Promise<readonly Journal[]> {
  let names: string[];
  try {
    names = await readdir(journalFolder(root));
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return [];
  }
  const journals = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readJournal(join(journalFolder(root), name))),
  );
  return journals.filter((journal) => journal !== undefined);
}
