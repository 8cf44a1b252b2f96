import { AppError, isAbort, isAppError } from '../../base/appError.ts';
import { askHuggingFace, parseSize } from './huggingFace.ts';
import { askModelScope } from './modelScope.ts';
import { type DownloadFile, type ModelDownload, fileName } from './modelDownload.ts';
import { type HostClaim, type RemoteFile, type SourceName, settleRemoteFile } from './remoteFile.ts';
import { type RetryPorts, retrying } from './retry.ts';
import { type Credential, type Http, checkStatus, sendRequest } from './sendRequest.ts';
import { TransferFailure, toAppError } from './transferFailure.ts';

/** What the user's settings say of where files come from. */
export interface SourceChoice {
  readonly order: 'auto' | 'huggingface' | 'modelscope';
  readonly huggingFaceUrl: URL;
  readonly modelScopeUrl: URL;
  /** For the origin of `huggingFaceUrl` only. */
  readonly huggingFaceToken: string | undefined;
}

/** One place that has a file, and how it is asked about it. */
export interface Source {
  readonly name: SourceName;
  readonly credential: Credential | undefined;
  ask(http: Http, signal: AbortSignal): Promise<HostClaim>;
}

/** Where `file` can be had, first choice first. Throws `download-not-found` when the chosen host has no such model. */
export function sourcesOf({ origin }: ModelDownload, file: DownloadFile, choice: SourceChoice): readonly Source[] {
  if (origin.kind === 'address') return [addressSource(new URL(origin.url))];
  const { order, huggingFaceUrl, modelScopeUrl, huggingFaceToken: token } = choice;
  const { path } = file;
  const sources: Source[] = [];
  if (order !== 'modelscope' && origin.huggingFace !== undefined) {
    const { huggingFace: repository, revision } = origin;
    const credential = token === undefined ? undefined : { origin: huggingFaceUrl.origin, token };
    sources.push({
      name: 'huggingface',
      credential,
      ask: (http, signal) =>
        askHuggingFace(http, { base: huggingFaceUrl, repository, revision, path, credential }, signal),
    });
  }
  if (order !== 'huggingface' && origin.modelScope !== undefined) {
    const repository = origin.modelScope;
    sources.push({
      name: 'modelscope',
      credential: undefined,
      ask: (http, signal) => askModelScope(http, { base: modelScopeUrl, repository, path }, signal),
    });
  }
  if (sources.length > 0) return sources;
  const { host } = order === 'modelscope' ? modelScopeUrl : huggingFaceUrl;
  throw new AppError('download-not-found', { name: fileName(file), host });
}

function addressSource(url: URL): Source {
  return {
    name: 'address',
    credential: undefined,
    async ask(http, signal) {
      const headers = { 'accept-encoding': 'identity' };
      const answer = await sendRequest(http, { url, method: 'HEAD', headers, credential: undefined }, signal);
      await checkStatus(answer);
      return { url, bytes: parseSize(answer.response.headers.get('content-length')), digest: undefined };
    },
  };
}

/** Asks one source until it answers or the retries end. Throws `AppError`s only, and aborts. */
export async function resolveFile(
  source: Source,
  file: DownloadFile,
  { http, ...ports }: RetryPorts & { readonly http: Http; readonly maxFailures?: number | undefined },
  signal: AbortSignal,
): Promise<RemoteFile> {
  try {
    const claim = await retrying(() => source.ask(http, signal), { ...ports, progress: () => 0 }, signal);
    return settleRemoteFile(file, claim, source.name, source.credential);
  } catch (error) {
    if (!(error instanceof TransferFailure)) throw error;
    throw toAppError(error, fileName(file), source.credential !== undefined);
  }
}

/** After this error of one source, may another one have the file? */
export function mayBeElsewhere(error: unknown): boolean {
  if (isAbort(error)) return false;
  if (isAppError(error, 'download-mismatch')) return error.data.rejectedPath === undefined;
  return (
    isAppError(error, 'download-failed') ||
    isAppError(error, 'download-not-found') ||
    isAppError(error, 'download-unauthorized') ||
    isAppError(error, 'download-rate-limited')
  );
}
