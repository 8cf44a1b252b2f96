import { posix } from 'node:path';
import * as z from 'zod';
import type { Digest } from './modelDownload.ts';
import type { HostClaim } from './remoteFile.ts';
import { type Credential, type Http, checkStatus, readJson, sendRequest } from './sendRequest.ts';
import { TransferFailure } from './transferFailure.ts';

/**
 * What Hugging Face, or a mirror at `base`, says of a file. The answer to a HEAD request has what is needed in the
 * headers `x-linked-size`, `x-linked-etag` (the sha256 of a file in LFS) and `x-repo-commit`, as
 * `fileDownloadInfo` of @huggingface/hub 2.17 reads them; a mirror that drops them is asked for its list of files.
 */
export async function askHuggingFace(http: Http, question: Question, signal: AbortSignal): Promise<HostClaim> {
  const { revision = 'main' } = question;
  try {
    return await askAt(http, { ...question, revision }, signal);
  } catch (error) {
    // History may have been rewritten, and a mirror may have the newest only. The digest decides whether that will do.
    if (revision === 'main' || !isNotFound(error)) throw error;
    return askAt(http, { ...question, revision: 'main' }, signal);
  }
}

interface Question {
  readonly base: URL;
  readonly repository: string;
  /** A commit; absent: the newest of `main`. */
  readonly revision?: string | undefined;
  readonly path: string;
  readonly credential: Credential | undefined;
}

function isNotFound(error: unknown): boolean {
  return error instanceof TransferFailure && error.problem.kind === 'status' && error.problem.status === 404;
}

async function askAt(
  http: Http,
  { base, repository, revision, path, credential }: Question & { readonly revision: string },
  signal: AbortSignal,
): Promise<HostClaim> {
  const address = (commit: string): URL => below(base, `${repository}/resolve/${commit}/${path}`);
  const head = await sendRequest(
    http,
    {
      url: address(revision),
      method: 'HEAD',
      headers: { 'accept-encoding': 'identity' },
      credential,
      isAnswer: (headers) => headers.has('x-linked-size'),
    },
    signal,
  );
  const { headers } = head.response;
  // Of a repository that is not there it says 401 to those it does not know.
  if (notFoundCodes.has(headers.get('x-error-code') ?? '')) {
    throw new TransferFailure({ kind: 'status', status: 404, retryAfterMs: undefined }, base.host);
  }
  if (!headers.has('x-linked-size')) await checkStatus(head);
  const commit = commitSchema.safeParse(headers.get('x-repo-commit')).data ?? revision;
  // The commit's own address: a push in the midst of a download does not change what is loaded.
  const url = address(commit);
  const size = parseSize(headers.get('x-linked-size'));
  const digest = parseDigest(headers.get('x-linked-etag')?.replace(/^(W\/)?"(.*)"$/, '$2'));
  if (size !== undefined && digest !== undefined) return { url, bytes: size, digest };

  const folder = posix.dirname(path);
  const listing = await sendRequest(
    http,
    {
      url: below(base, `api/models/${repository}/tree/${commit}${folder === '.' ? '' : `/${folder}`}`),
      method: 'GET',
      credential,
    },
    signal,
  );
  const length = head.response.ok ? parseSize(headers.get('content-length')) : undefined;
  if (!listing.response.ok) {
    await listing.response.body?.cancel();
    return { url, bytes: size ?? length, digest };
  }
  const entries = treeSchema.safeParse(await readJson(listing, signal)).data ?? [];
  const entry = entries.find((candidate) => candidate.path === path);
  return {
    url,
    bytes: size ?? entry?.lfs?.size ?? entry?.size ?? length,
    digest: digest ?? parseDigest(entry?.lfs?.oid),
  };
}

/** As `hf_raise_for_status` of the Python package `huggingface_hub` tells them apart (read in November 2026). */
const notFoundCodes: ReadonlySet<string> = new Set(['RepoNotFound', 'EntryNotFound', 'RevisionNotFound']);

const commitSchema = z.string().regex(/^[0-9a-f]{40}$/);

const treeSchema = z.array(
  z.object({
    path: z.string(),
    size: z.int().nonnegative().optional(),
    lfs: z.object({ oid: z.string(), size: z.int().nonnegative() }).optional(),
  }),
);

/** `base` may have a path of its own. */
export function below(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`;
  return url;
}

export function parseDigest(hex: string | undefined): Digest | undefined {
  const lower = hex?.toLowerCase() ?? '';
  return /^[0-9a-f]{64}$/.test(lower) ? { algorithm: 'sha256', hex: lower } : undefined;
}

export function parseSize(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
