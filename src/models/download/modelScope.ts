import * as z from 'zod';
import { below, parseDigest } from './huggingFace.ts';
import type { HostClaim } from './remoteFile.ts';
import { type Http, checkStatus, readJson, sendRequest } from './sendRequest.ts';
import { TransferFailure } from './transferFailure.ts';

/**
 * What ModelScope says of a file, from its list of the repository: `Data.Files` with `Path`, `Size` and `Sha256`, as
 * `get_model_files` of the Python package `modelscope` reads it (modelscope/hub/api.py, read in November 2026).
 */
export async function askModelScope(
  http: Http,
  { base, repository, path }: { base: URL; repository: string; path: string },
  signal: AbortSignal,
): Promise<HostClaim> {
  const url = below(base, `api/v1/models/${repository}/repo/files`);
  url.searchParams.set('Revision', 'master');
  url.searchParams.set('Recursive', 'true');
  const answer = await sendRequest(http, { url, method: 'GET', credential: undefined }, signal);
  await checkStatus(answer);
  const files = listingSchema.safeParse(await readJson(answer, signal)).data?.Data?.Files ?? [];
  const file = files.find(({ Path, Type }) => Path === path && Type !== 'tree');
  if (file === undefined) {
    throw new TransferFailure({ kind: 'status', status: 404, retryAfterMs: undefined }, url.host);
  }
  return {
    url: below(base, `models/${repository}/resolve/master/${path}`),
    bytes: file.Size,
    digest: parseDigest(file.Sha256 ?? undefined),
  };
}

const listingSchema = z.object({
  Data: z
    .object({
      Files: z.array(
        z.object({
          Path: z.string(),
          Type: z.string().optional(),
          Size: z.int().nonnegative().optional(),
          Sha256: z.string().nullish(),
        }),
      ),
    })
    .nullish(),
});
