import { AppError } from '../../base/appError.ts';
import type { Digest, DownloadFile } from './modelDownload.ts';
import { fileName } from './modelDownload.ts';
import type { Credential } from './sendRequest.ts';

export type SourceName = 'huggingface' | 'modelscope' | 'address';

/** A file at a host, as known before a byte of it is loaded. */
export interface RemoteFile {
  readonly source: SourceName;
  readonly url: URL;
  readonly bytes: number;
  /** Undefined when neither the catalogue nor the host knows it: then only the size can be checked. */
  readonly digest: Digest | undefined;
  readonly credential: Credential | undefined;
}

/** What a host says of a file. */
export interface HostClaim {
  readonly url: URL;
  readonly bytes: number | undefined;
  readonly digest: Digest | undefined;
}

/**
 * What the catalogue knows wins over what the host says; where both know a thing and differ, nothing is loaded: throws
 * `download-mismatch`.
 */
export function settleRemoteFile(
  file: DownloadFile,
  claim: HostClaim,
  source: SourceName,
  credential: Credential | undefined,
): RemoteFile {
  const refuse = (expected: string, actual: string): never => {
    throw new AppError('download-mismatch', { name: fileName(file), expected, actual, rejectedPath: undefined });
  };
  const { bytes = file.bytes } = claim;
  if (file.bytes !== undefined && bytes !== file.bytes) return refuse(`${file.bytes} bytes`, `${bytes} bytes`);
  const isSameKind = claim.digest?.algorithm === file.digest?.algorithm;
  if (file.digest !== undefined && claim.digest !== undefined && isSameKind && claim.digest.hex !== file.digest.hex) {
    return refuse(file.digest.hex, claim.digest.hex);
  }
  if (bytes === undefined) {
    const detail = 'it does not say how long the file is';
    throw new AppError('download-failed', { name: fileName(file), host: claim.url.host, detail });
  }
  return { source, url: claim.url, bytes, digest: file.digest ?? claim.digest, credential };
}
