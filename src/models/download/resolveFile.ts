import { AppError, isAbort, isAppError } from '../../base/appError.ts';
import { askHuggingFace, parseSize } from './huggingFace.ts';
import { askModelScope } from './modelScope.ts';
import { type DownloadFile, type ModelDownload, fileName } from './modelDownload.ts';
import { type HostClaim, type RemoteFile, type SourceName, settleRemoteFile } from './remoteFile.ts';
import { type MaxFailures, type RetryPorts, retrying } from './retry.ts';
import { type Credential, type Http, checkStatus, sendRequest } from './sendRequest.ts';
import type { TransferLimits } from './transfer.ts';
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
  /** That is asked first. */
  readonly host: string;
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
      host: huggingFaceUrl.host,
      credential,
      ask: (http, signal) =>
        askHuggingFace(http, { base: huggingFaceUrl, repository, revision, path, credential }, signal),
    });
  }
  if (order !== 'huggingface' && origin.modelScope !== undefined) {
    const repository = origin.modelScope;
    sources.push({
      name: 'modelscope',
      host: modelScopeUrl.host,
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
    host: url.host,
    credential: undefined,
    async ask(http, signal) {
      const headers = { 'accept-encoding': 'identity' };
      const answer = await sendRequest(http, { url, method: 'HEAD', headers, credential: undefined }, signal);
      await checkStatus(answer);
      return { url, bytes: parseSize(answer.response.headers.get('content-length')), digest: undefined };
    },
  };
}

export interface ResolvePorts extends RetryPorts {
  readonly http: Http;
  readonly limits: Pick<TransferLimits, 'stallMs'>;
  readonly maxFailures?: MaxFailures | undefined;
  /** Called before each attempt; the first is 1. */
  readonly onAttempt?: ((attempt: number) => void) | undefined;
}

/** Asks one source until it answers or the retries end. Throws `AppError`s only, and aborts. */
export async function resolveFile(
  source: Source,
  file: DownloadFile,
  ports: ResolvePorts,
  signal: AbortSignal,
): Promise<RemoteFile> {
  let attempts = 0;
  const ask = (): Promise<HostClaim> => {
    attempts += 1;
    ports.onAttempt?.(attempts);
    return askInTime(source, ports, signal);
  };
  try {
    const claim = await retrying(ask, { ...ports, progress: () => 0 }, signal);
    return settleRemoteFile(file, claim, source.name, source.credential);
  } catch (error) {
    if (!(error instanceof TransferFailure)) throw error;
    throw toAppError(error, fileName(file), source.credential !== undefined);
  }
}

/** A host that says nothing is given up, as a connection that brings nothing. */
async function askInTime(
  source: Source,
  { http, clock, limits: { stallMs } }: ResolvePorts,
  signal: AbortSignal,
): Promise<HostClaim> {
  const late = new AbortController();
  const timer = clock.after(stallMs, () => late.abort());
  try {
    return await source.ask(http, AbortSignal.any([signal, late.signal]));
  } catch (error) {
    if (!late.signal.aborted || signal.aborted) throw error;
    const problem = { kind: 'network', detail: 'no answer for too long', problem: 'timeout' } as const;
    throw new TransferFailure(problem, source.host, { cause: error });
  } finally {
    timer.dispose();
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
