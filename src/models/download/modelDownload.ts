import { posix } from 'node:path';
import * as z from 'zod';

const digestSchema = z.discriminatedUnion('algorithm', [
  z.strictObject({ algorithm: z.literal('sha256'), hex: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.strictObject({ algorithm: z.literal('sha512'), hex: z.string().regex(/^[0-9a-f]{128}$/) }),
]);

/** What a file's bytes come to. Lower case. */
export type Digest = Readonly<z.infer<typeof digestSchema>>;

/** A path below a folder: no step out of it, nothing hidden, and no name that an operating system reads otherwise. */
const relativePathSchema = z
  .string()
  .max(400)
  .regex(/^[\w+-][\w.+-]*(\/[\w+-][\w.+-]*)*$/);

const fileSchema = z.strictObject({
  /** In the repository and below the download's folder. */
  path: relativePathSchema,
  /** What the catalogue knows. It wins over what a server says. */
  bytes: z.int().positive().optional(),
  digest: digestSchema.optional(),
});

const originSchema = z.discriminatedUnion('kind', [
  /** Repositories, `owner/name`, that hold the same files. */
  z.strictObject({
    kind: z.literal('repository'),
    huggingFace: relativePathSchema.optional(),
    /** The commit on Hugging Face that the catalogue describes. Absent: what the repository holds now. */
    revision: z
      .string()
      .regex(/^[0-9a-f]{40}$/)
      .optional(),
    modelScope: relativePathSchema.optional(),
  }),
  /** One file at a fixed address. */
  z.strictObject({ kind: z.literal('address'), url: z.url({ protocol: /^https?$/ }) }),
]);

/** One download: the files that a model needs, or one file of another kind. Kept beside the files while it goes on. */
export const modelDownloadSchema = z.strictObject({
  /** Names the download in its folder's journal. */
  id: z.string().regex(/^[\w+-][\w.+-]*$/),
  /** For people. */
  name: z.string().max(200),
  /** Below the folder of all downloads. */
  folder: relativePathSchema,
  origin: originSchema,
  /** The first one is what is opened when all are there. */
  files: z.array(fileSchema).min(1),
});

export type ModelDownload = Readonly<z.infer<typeof modelDownloadSchema>>;
export type DownloadFile = ModelDownload['files'][number];

/** A file as the catalogue knows it. */
export interface KnownFile {
  readonly path: string;
  readonly bytes?: number | undefined;
  readonly sha256?: string | undefined;
}

/** Throws zod's error for names that cannot be a path. Files lie as in LM Studio: `owner/repository/file`. */
export function describeModelDownload(
  name: string,
  repositories: {
    readonly huggingFace?: string | undefined;
    readonly revision?: string | undefined;
    readonly modelScope?: string | undefined;
  },
  files: readonly KnownFile[],
): ModelDownload {
  const folder = repositories.huggingFace ?? repositories.modelScope ?? '';
  return modelDownloadSchema.parse({
    id: `${folder}/${files[0]?.path ?? ''}`.replaceAll('/', '--'),
    name,
    folder,
    origin: { kind: 'repository', ...repositories },
    files: files.map(({ path, bytes, sha256: hex }) => ({
      path,
      bytes,
      digest: hex === undefined ? undefined : { algorithm: 'sha256', hex },
    })),
  });
}

/** For messages: without the folders of its repository. */
export function fileName({ path }: DownloadFile): string {
  return posix.basename(path);
}
