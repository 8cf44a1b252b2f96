/**
 * The failures Parity knows by name. `base` knows nothing of VS Code, Node or the engine.
 *
 * An expected absence is a value (a skip reason, a file problem) and an abort is an `AbortError`: neither is an
 * `AppError`. Text for people is made from `code` and `data` in one place, `editor/presentError.ts`; `message` is for
 * the log.
 */

/** What each code carries. Every value is plain data, so that an error survives a process boundary. */
export interface AppErrorData {
  /** No file at `path`. */
  'model-missing': { path: string };
  /** The file at `path` is not a model this engine can load; `problem` says why in one clause. */
  'model-invalid': { path: string; problem: string };
  /** The adapter at `path` cannot be applied to the model; `problem` says why in one clause that follows its name. */
  'adapter-invalid': { path: string; problem: string };
  /** The file looked right but the engine refused it. */
  'load-failed': { path: string; detail: string };
  /** Weights or contexts did not fit in memory, even with a context this small and all else given up. */
  'out-of-memory': { path: string; detail: string; contextTokens: number };
  /** The prebuilt engine for this platform is missing or cannot run here. */
  'engine-unavailable': { platform: string; detail: string };
  /** A request came before any model was loaded. */
  'no-model': Record<string, never>;
  'infill-unsupported': { model: string };
  'chat-unsupported': { model: string };
  /** The model cannot call tools, and so can neither read nor change files. */
  'tools-unsupported': { model: string };
  /** The prompt and the room kept for the answer exceed the context. All in tokens. */
  'context-overflow': { promptTokens: number; reservedTokens: number; contextTokens: number };
  /** The model's chat template could not be parsed or refused the conversation. */
  'template-failed': { model: string; detail: string };
  /** The engine's process ended by itself. */
  'worker-crashed': { exitCode: number | null; signal: string | null; during: string };
  /** It ended by itself `crashes` times within `minutes`, and stays down until it is asked to start. */
  'engine-halted': { crashes: number; minutes: number; exitCode: number | null; signal: string | null };
  /** The engine's process has not answered for `seconds`, though it answers between the steps of any work. */
  'engine-silent': { seconds: number };
  /** Host and worker come from different builds. */
  'protocol-mismatch': { expected: string; actual: string };
  /** The engine was disposed while the request was pending. */
  'engine-closed': Record<string, never>;
  'settings-invalid': { key: string; problem: string };
  /** The setting `network.offline` refused a connection before it was opened. `host` may end in a port. */
  'network-offline': { host: string };
  /** `host` answered 401 or 403: `name` asks for consent on its page, or for a token. */
  'download-unauthorized': { name: string; host: string; hasToken: boolean };
  /** `host` has no such file. */
  'download-not-found': { name: string; host: string };
  /** `host` went on to answer 429. */
  'download-rate-limited': { name: string; host: string };
  /**
   * No progress in spite of retries. `detail` is for people who know HTTP: a status, or the network's complaint, which
   * `problem` names where it is known.
   */
  'download-failed': { name: string; host: string; detail: string; problem?: NetworkProblem };
  /** The bytes are not the ones that were asked for. `rejectedPath`: where they were set aside, if any were loaded. */
  'download-mismatch': { name: string; expected: string; actual: string; rejectedPath: string | undefined };
  /** Known before the download. All in bytes. */
  'not-enough-disk': { folder: string; neededBytes: number; freeBytes: number };
  /** The disk became full while a file was written. */
  'disk-full': { folder: string };
  /** The folder for downloads cannot be written to. `detail` is the system's error code. */
  'folder-unwritable': { folder: string; detail: string };
  /** The local model could not be served to other programs. `detail`: the system's own words. */
  'serving-failed': { port: number; detail: string };
  /** Only what lies in Parity's own folder for models is deleted. */
  'not-own-file': { path: string };
  /** A role names an endpoint that is not among the endpoints of the settings, or is there with a mistake. */
  'endpoint-missing': { id: string };
  /** 401 or 403. In all that follow, `endpoint` is the name that the user knows the server by. */
  'provider-auth': { endpoint: string; id: string; status: number };
  /** The account has no credit left. */
  'provider-quota': { endpoint: string };
  'provider-rate-limited': { endpoint: string; retryAfterSeconds: number | undefined };
  /** As `context-overflow`, of a server that does not say how much is too much. */
  'provider-context-overflow': { endpoint: string };
  /** The server would not answer this, or not go on. */
  'provider-content-filter': { endpoint: string };
  'provider-network': { endpoint: string; host: string; problem: NetworkProblem };
  /** Another refusal. `detail`: what the server says, cut short and without keys. */
  'provider-refused': { endpoint: string; status: number; detail: string };
  /** The server failed, or is overloaded. */
  'provider-failed': { endpoint: string; status: number; detail: string };
  /** The answer is not of the protocol. `detail` is for people who know it. */
  'provider-answer-invalid': { endpoint: string; detail: string };
  /** A public list of prices did not answer. `detail`: a status, or the network's complaint. */
  'prices-unreachable': { host: string; detail: string };
  /** It answered something else. */
  'prices-unreadable': { host: string };
  /** The API has stopped serving it, or will any moment. `retiresOn`: `YYYY-MM-DD`. */
  'model-retired': { endpoint: string; model: string; retiresOn: string; successor: string | undefined };
  /** The files that a task is set in are gone: the commit is not in this repository, or the folder has changed. */
  'benchmark-base-missing': { base: string };
  /** A folder that is no git repository, with more files than tasks are looked for in. */
  'benchmark-folder-too-large': { folder: string; maxFiles: number };
  /** No folder on this disk is open to make a benchmark from. */
  'benchmark-no-folder': Record<string, never>;
  /** A benchmark runs the repository's tests, and the workspace is not trusted. */
  'benchmark-untrusted': Record<string, never>;
  /** The repository gave no task of the kinds that were wanted. */
  'benchmark-no-tasks': { repository: string };
  /** Absolute path of a task set that this version cannot read. */
  'benchmark-set-unreadable': { path: string };
  /**
   * Tests were to run in a container, and cannot. `program`: `docker` or `podman`. `detail`: what it said last, in English.
   * `no-name`: no image was chosen, or by no name of one. `cannot-keep-in`: a container was started, and did not see the copy, or could write elsewhere.
   */
  'benchmark-container-unusable': {
    program: string;
    image: string;
    problem: 'no-name' | 'no-program' | 'no-service' | 'no-image' | 'cannot-keep-in';
    detail: string;
  };
  /** A run that cannot be gone on with. `detail`: one or two sentences for people, in English. */
  'benchmark-run-unusable': { detail: string };
  /** `folder` is in a git repository, and no git could be started to read it. */
  'git-missing': { folder: string };
  /** Both as `2.31`. */
  'git-too-old': { found: string; needed: string };
  /** Git does not read the repository: it belongs to another user. */
  'git-unsafe-folder': { folder: string };
  /** `detail`: git's own words, in English. */
  'git-failed': { folder: string; detail: string };
  /** `served`: the first of the models that the server lists. */
  'model-not-served': { endpoint: string; model: string; served: readonly string[] };
}

/**
 * `self-signed`: a certificate that no authority of this system vouches for. `cut`: the answer ended before its end.
 * `proxy-auth`: the proxy wants a name and a password; `proxy-refused`: it will not or cannot reach the host.
 */
export type NetworkProblem =
  | 'unknown-host'
  | 'refused'
  | 'timeout'
  | 'self-signed'
  | 'certificate'
  | 'cut'
  | 'unreachable'
  | 'proxy-unreachable'
  | 'proxy-auth'
  | 'proxy-refused';

export type AppErrorCode = keyof AppErrorData;

/** An error as it crosses a process or webview boundary. */
export interface ErrorRecord {
  readonly code: AppErrorCode | 'aborted' | 'bug';
  readonly data: unknown;
  readonly message: string;
  readonly stack?: string;
}

const brand = Symbol.for('parity.AppError');

export class AppError<Code extends AppErrorCode = AppErrorCode> extends Error {
  readonly [brand] = true;
  readonly code: Code;
  readonly data: AppErrorData[Code];

  /** Of any of our bundles: what is read late has a copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value;
  }

  constructor(code: Code, data: AppErrorData[Code], options?: { cause?: unknown }) {
    super(`${code} ${JSON.stringify(data)}`, options);
    this.name = 'AppError';
    this.code = code;
    this.data = data;
  }
}

export function isAppError<Code extends AppErrorCode>(error: unknown, code: Code): error is AppError<Code> {
  return error instanceof AppError && error.code === code;
}

/** Was the work given up on purpose? Such an error is never logged as a failure and never shown. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

export function abortError(): Error {
  return new DOMException('This operation was aborted', 'AbortError');
}

/** Rejects with an `AbortError` whatever reason the signal carries, so that {@link isAbort} recognizes it. */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw abortError();
}

export function toErrorRecord(error: unknown): ErrorRecord {
  if (isAbort(error)) return { code: 'aborted', data: {}, message: 'aborted' };
  if (error instanceof AppError) return { code: error.code, data: error.data, message: error.message };
  if (!(error instanceof Error)) return { code: 'bug', data: {}, message: String(error) };
  return {
    code: 'bug',
    data: {},
    message: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}

/** The inverse of {@link toErrorRecord}: both ends come from one build, so `data` is trusted to fit `code`. */
export function fromErrorRecord(record: ErrorRecord): Error {
  if (record.code === 'aborted') return abortError();
  if (record.code !== 'bug') return new AppError(record.code, record.data as AppErrorData[AppErrorCode]);
  const error = new Error(record.message);
  if (record.stack !== undefined) error.stack = record.stack;
  return error;
}
