import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DownloadState } from '../../../src/models/download/downloadState.ts';
import { createDownloads } from '../../../src/models/download/downloads.ts';
import { describeModelDownload } from '../../../src/models/download/modelDownload.ts';
import { defaultLimits } from '../../../src/models/download/transfer.ts';
import { temporaryFolder } from '../../model/temporaryFolder.ts';
import { countingFetch, downloadOf, failureCode, hostFile, portsFor, traceOf } from './downloadFixture.ts';
import { patientClock } from './downloadPorts.ts';
import { type FaultyServer, goodToken, sha256, startFaultyServer } from './faultyServer.ts';

const folder = temporaryFolder();
const never = { kind: 'none' } as const;
let server: FaultyServer;
let root: string;
let count = 0;
beforeAll(async () => {
  server = await startFaultyServer();
});
afterAll(() => server.close());
beforeEach(() => {
  root = join(folder, String((count += 1)));
  server.faultFor = () => never;
  server.hasLinkedHeaders = server.hasHuggingFace = server.hasModelScope = true;
  server.files.clear();
  server.seen.length = 0;
});

const repository = 'owner/Model-GGUF';
const file = 'model-Q4.gguf';
const place = `${repository}/${file}`;
const host = (bytes = 300_000): Buffer => hostFile(server, repository, file, bytes);
const partSeen = (method = 'GET'): number =>
  server.seen.filter((request) => request.server === 'files' && request.method === method).length;

test('a model arrives whole under its name, and nothing else stays', async () => {
  const content = host();
  const states: DownloadState['kind'][] = [];
  const downloads = createDownloads(portsFor(server, root));
  downloads.onChange(({ state }) => states.push(state.kind));
  const end = await downloads.start(downloadOf(repository, file));
  expect(end).toEqual({ kind: 'done', path: join(root, place) });
  expect(traceOf(root, place, content)).toEqual({ isWhole: true, hasPart: false, hasRejected: false });
  expect(readdirSync(join(root, '.downloads'))).toEqual([]);
  expect([...new Set(states)]).toEqual(['queued', 'resolving', 'downloading', 'verifying', 'done']);
});

test('progress ends with all bytes, a speed and no time left', async () => {
  host();
  const seen: DownloadState[] = [];
  const downloads = createDownloads(portsFor(server, root));
  downloads.onChange(({ state }) => seen.push(state));
  server.faultFor = () => ({ kind: 'throttle', pieceBytes: 20_000 });
  await downloads.start(downloadOf(repository, file));
  const progress = seen.filter((state) => state.kind === 'downloading');
  expect(progress.length).toBeGreaterThan(2);
  expect(progress.every(({ totalBytes, source }) => totalBytes === 300_000 && source === 'huggingface')).toBe(true);
  expect(progress.at(-1)?.bytesPerSecond).toBeGreaterThan(0);
  const done = progress.map(({ doneBytes }) => doneBytes);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
});

test('a file of several parts has several connections, a small one has one', async () => {
  host(1_000_000);
  let open = 0;
  let most = 0;
  const counted: typeof fetch = async (input, init) => {
    open += 1;
    most = Math.max(most, open);
    try {
      return await fetch(input, init);
    } finally {
      open -= 1;
    }
  };
  const http = { fetch: counted, isOffline: () => false };
  await createDownloads(portsFor(server, root, { http })).start(downloadOf(repository, file));
  expect(most).toBeGreaterThan(1);
  most = 0;
  const whole = portsFor(server, `${root}-small`, { http, limits: defaultLimits });
  await createDownloads(whole).start(downloadOf(repository, file));
  expect(most).toBe(1);
});

describe('before a byte is loaded', () => {
  test.each([
    ['ENOTFOUND', 4],
    ['ENETUNREACH', 4],
    ['SELF_SIGNED_CERT_IN_CHAIN', 1],
    ['ECONNRESET', 9],
  ])('of a host that fails with %s is told after %d attempts, each of which is shown', async (code, attempts) => {
    const shown: unknown[] = [];
    const failing = (): Promise<never> => Promise.reject(Object.assign(new Error(code), { code }));
    const choice = { huggingFaceUrl: new URL('https://hub.test'), modelScopeUrl: new URL('https://scope.test') };
    const downloads = createDownloads(
      portsFor(server, root, {
        http: { fetch: failing, isOffline: () => false },
        chooseSource: () => Promise.resolve({ order: 'huggingface', ...choice, huggingFaceToken: undefined }),
      }),
    );
    downloads.onChange(({ state }) => state.kind === 'resolving' && shown.push(state.asked));
    const end = await downloads.start(downloadOf(repository, file));
    expect(end).toMatchObject({ error: { code: 'download-failed', data: { detail: code } } });
    const asked = Array.from({ length: attempts }, (_, index) => ({ host: 'hub.test', attempt: index + 1 }));
    expect(shown).toEqual([undefined, ...asked]);
  });

  test('a digest other than the catalogue’s is refused', async () => {
    host();
    const end = await createDownloads(portsFor(server, root)).start(
      downloadOf(repository, file, { sha256: '0'.repeat(64) }),
    );
    expect(end).toMatchObject({
      kind: 'failed',
      error: { code: 'download-mismatch', data: { rejectedPath: undefined } },
    });
    expect(existsSync(join(root, place))).toBe(false);
    expect(server.seen.filter((request) => request.range !== undefined)).toEqual([]);
  });

  test('a size other than the catalogue’s is refused', async () => {
    host();
    const end = await createDownloads(portsFor(server, root)).start(downloadOf(repository, file, { bytes: 299_999 }));
    expect(end).toMatchObject({ error: { data: { expected: '299999 bytes', actual: '300000 bytes' } } });
  });

  test('a disk that is too small is named, with what is needed', async () => {
    host();
    const ports = portsFor(server, root, { freeBytes: () => Promise.resolve(1_000_000) });
    const end = await createDownloads(ports).start(downloadOf(repository, file));
    expect(end).toMatchObject({
      error: {
        code: 'not-enough-disk',
        data: { folder: root, freeBytes: 1_000_000, neededBytes: 300_000 + 256 * 2 ** 20 },
      },
    });
  });

  test('offline, nothing connects to another machine, and this one is allowed', async () => {
    const content = host();
    let connections = 0;
    const refusing: typeof fetch = () => {
      connections += 1;
      return Promise.reject(new Error('connected'));
    };
    const elsewhere = portsFor(server, root, {
      http: { fetch: refusing, isOffline: () => true },
      chooseSource: () =>
        Promise.resolve({
          order: 'auto',
          huggingFaceUrl: new URL('https://huggingface.co'),
          modelScopeUrl: new URL('https://modelscope.cn'),
          huggingFaceToken: undefined,
        }),
    });
    const end = await createDownloads(elsewhere).start(downloadOf(repository, file));
    expect(end).toMatchObject({ error: { code: 'network-offline', data: { host: 'huggingface.co' } } });
    expect(connections).toBe(0);
    const here = portsFor(server, root, { http: { fetch, isOffline: () => true } });
    await createDownloads(here).start(downloadOf(repository, file));
    expect(traceOf(root, place, content).isWhole).toBe(true);
  });

  test('offline, a redirect to another machine is refused', async () => {
    host();
    server.faultFor = ({ server: which, method }) =>
      which === 'hub' && method === 'GET' ? { kind: 'redirect', location: 'http://files.example/x' } : never;
    const here = portsFor(server, root, { http: { fetch, isOffline: () => true } });
    const end = await createDownloads(here).start(downloadOf(repository, file));
    expect(end).toMatchObject({ error: { code: 'network-offline', data: { host: 'files.example' } } });
  });

  test('a folder that cannot be written to is named', async () => {
    host();
    // A file in the folder's place: root may write anywhere else.
    await mkdir(folder, { recursive: true });
    writeFileSync(root, '');
    const end = await createDownloads(portsFor(server, root)).start(downloadOf(repository, file));
    expect(failureCode(end)).toBe('folder-unwritable');
  });
});

describe('sources', () => {
  test('a mirror without the headers is asked for its list', async () => {
    const content = host();
    server.hasLinkedHeaders = false;
    server.hasModelScope = false;
    await createDownloads(portsFor(server, root)).start(downloadOf(repository, file));
    expect(traceOf(root, place, content).isWhole).toBe(true);
    server.files.set(place, { content, claimedSha256: '1'.repeat(64) });
    const end = await createDownloads(portsFor(server, `${root}-2`)).start(
      downloadOf(repository, file, { sha256: sha256(content) }),
    );
    expect(failureCode(end)).toBe('download-mismatch');
  });

  test('automatic: ModelScope when Hugging Face has not got it', async () => {
    const content = host();
    server.hasHuggingFace = false;
    const sources = new Set<string>();
    const downloads = createDownloads(portsFor(server, root));
    downloads.onChange(({ state }) => (state.kind === 'downloading' ? sources.add(state.source) : undefined));
    expect(await downloads.start(downloadOf(repository, file))).toMatchObject({ kind: 'done' });
    expect(traceOf(root, place, content).isWhole).toBe(true);
    expect([...sources]).toEqual(['modelscope']);
  });

  test.each([
    // One attempt and two more; a source that has said no is not asked again.
    ['has not got it', 404, 'download-not-found', 3],
    // As patient with the first as with one alone, after both were tried quickly.
    ['cannot be reached', 503, 'download-failed', 3],
  ])('automatic: a second source in trouble is not waited for when the first %s', async (_, status, code, asked) => {
    host();
    const isSecond = (path: string): boolean => path.startsWith('/api/v1/models');
    server.faultFor = ({ server: which, path }) =>
      which === 'hub' ? { kind: 'status', status: isSecond(path) ? 503 : status } : never;
    const end = await createDownloads(portsFor(server, root)).start(downloadOf(repository, file));
    expect(failureCode(end)).toBe(code);
    expect(server.seen.filter(({ path }) => isSecond(path))).toHaveLength(asked);
  });

  test('automatic: what one source gave is kept when the other goes on', async () => {
    const content = host();
    const counting = countingFetch();
    let isGone = false;
    server.faultFor = ({ server: which, path, method }) => {
      if (which === 'files' && !isGone) return { kind: 'drop', afterBytes: 40_000, isReset: false };
      if (which === 'hub' && method === 'GET' && !path.startsWith('/models') && !path.startsWith('/api')) {
        return isGone ? { kind: 'status', status: 404 } : never;
      }
      return never;
    };
    const downloads = createDownloads(
      portsFor(server, root, { http: { fetch: counting.fetch, isOffline: () => false } }),
    );
    downloads.onChange(({ state }) => {
      if (state.kind === 'downloading' && state.doneBytes > 80_000) isGone = true;
    });
    expect(await downloads.start(downloadOf(repository, file))).toMatchObject({ kind: 'done' });
    expect(traceOf(root, place, content).isWhole).toBe(true);
    expect(counting.repeatedBytes).toBe(0);
  });

  test('a source that was chosen is the only one', async () => {
    host();
    server.hasHuggingFace = false;
    const ports = portsFor(server, root);
    const chooseSource = async () => ({ ...(await ports.chooseSource()), order: 'huggingface' as const });
    const end = await createDownloads({ ...ports, chooseSource }).start(downloadOf(repository, file));
    expect(failureCode(end)).toBe('download-not-found');
    expect(server.seen.some(({ path }) => path.startsWith('/api/v1'))).toBe(false);
  });
});

describe('the token', () => {
  const withToken = (token: string | undefined) => {
    const ports = portsFor(server, root);
    return { ...ports, chooseSource: async () => ({ ...(await ports.chooseSource()), huggingFaceToken: token }) };
  };

  test('opens a gated model, and never goes to another origin', async () => {
    const content = host();
    server.hasModelScope = false;
    server.files.set(place, { content, isGated: true });
    const refused = await createDownloads(withToken(undefined)).start(downloadOf(repository, file));
    expect(refused).toMatchObject({ error: { code: 'download-unauthorized', data: { hasToken: false } } });
    const before = server.seen.length;
    await createDownloads(withToken(goodToken)).start(downloadOf(repository, file));
    expect(traceOf(root, place, content).isWhole).toBe(true);
    const sent = server.seen.slice(before);
    expect(sent.filter((request) => request.server === 'hub').every(({ authorization }) => authorization)).toBe(true);
    const elsewhere = sent.filter((request) => request.server === 'files');
    expect(elsewhere.length).toBeGreaterThan(0);
    expect(elsewhere.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
  });

  test.each(['hf_wrong', 'hf_with\nline', 'hf_with space'])('%j is in no error', async (token) => {
    host();
    server.hasModelScope = false;
    server.files.set(place, { content: Buffer.from('x'), isGated: true });
    const end = await createDownloads(withToken(token)).start(downloadOf(repository, file));
    expect(failureCode(end)).toBe('download-unauthorized');
    const error = end.kind === 'failed' ? end.error : undefined;
    expect(`${error?.message} ${error?.stack} ${String(error?.cause)}`).not.toContain('hf_w');
  });

  test('is not sent in the clear to another machine', async () => {
    let authorization: unknown;
    const watching: typeof fetch = (_url, init) => {
      authorization = new Headers(init?.headers).get('authorization');
      return Promise.resolve(new Response(null, { status: 404 }));
    };
    const ports = { ...withToken(goodToken), http: { fetch: watching, isOffline: () => false } };
    const chooseSource = async () => ({
      ...(await ports.chooseSource()),
      order: 'huggingface' as const,
      huggingFaceUrl: new URL('http://mirror.example'),
    });
    await createDownloads({ ...ports, chooseSource }).start(downloadOf(repository, file));
    expect(authorization).toBeNull();
  });
});

describe('what the server says', () => {
  test.each([
    [401, 'download-unauthorized'],
    [403, 'download-unauthorized'],
    [404, 'download-not-found'],
    [429, 'download-rate-limited'],
    [500, 'download-failed'],
    [503, 'download-failed'],
  ] as const)('%d for good ends as %s', async (status, code) => {
    host();
    server.hasModelScope = false;
    server.faultFor = () => ({ kind: 'status', status });
    const end = await createDownloads(portsFor(server, root)).start(downloadOf(repository, file));
    expect(failureCode(end)).toBe(code);
  });

  test('429 is waited for as long as it says', async () => {
    host();
    const waits: number[] = [];
    const ports = portsFor(server, root);
    const clock = {
      ...ports.clock,
      after(delayMs: number, run: () => void) {
        waits.push(delayMs);
        return ports.clock.after(delayMs, run);
      },
    };
    let left = 1;
    server.faultFor = ({ server: which }) =>
      which === 'files' && left-- > 0 ? { kind: 'status', status: 429, retryAfter: '7' } : never;
    await createDownloads({ ...ports, clock }).start(downloadOf(repository, file));
    expect(waits).toContain(7000);
  });

  test('wrong bytes are set aside, and the next try loads the right ones', async () => {
    const content = host();
    server.faultFor = ({ server: which }) => (which === 'files' ? { kind: 'wrong-bytes' } : never);
    const downloads = createDownloads(portsFor(server, root));
    const end = await downloads.start(downloadOf(repository, file));
    expect(end).toMatchObject({
      error: { code: 'download-mismatch', data: { rejectedPath: join(root, `${place}.rejected`) } },
    });
    expect(traceOf(root, place, content)).toEqual({ isWhole: false, hasPart: false, hasRejected: true });
    server.faultFor = () => never;
    await downloads.start(downloadOf(repository, file));
    expect(traceOf(root, place, content).isWhole).toBe(true);
  });

  test('another version in the midst of a download is never mixed with the first', async () => {
    const first = host();
    const second = Buffer.alloc(first.length, 7);
    let served = 0;
    server.faultFor = ({ server: which }) => {
      if (which !== 'files') return never;
      served += 1;
      if (served === 3) server.files.set(place, { content: second });
      return served < 3 ? never : { kind: 'etag', etag: '"2"' };
    };
    const limits = { ...portsFor(server, root).limits, connections: 1 };
    const end = await createDownloads(portsFor(server, root, { limits })).start(downloadOf(repository, file));
    expect(end).toMatchObject({ kind: 'done' });
    expect(traceOf(root, place, second).isWhole).toBe(true);
  });

  test('a new etag for the same file costs nothing', async () => {
    const content = host();
    let served = 0;
    server.faultFor = ({ server: which }) => {
      served += which === 'files' ? 1 : 0;
      return which === 'files' ? { kind: 'etag', etag: `"${served}"` } : never;
    };
    const counting = countingFetch();
    const http = { fetch: counting.fetch, isOffline: () => false };
    await createDownloads(portsFor(server, root, { http })).start(downloadOf(repository, file));
    expect(traceOf(root, place, content).isWhole).toBe(true);
    expect(counting.repeatedBytes).toBe(0);
  });

  test('a server that ignores ranges is read in one stream', async () => {
    const content = host();
    server.faultFor = () => ({ kind: 'ignore-range' });
    const before = partSeen();
    await createDownloads(portsFor(server, root)).start(downloadOf(repository, file));
    expect(traceOf(root, place, content).isWhole).toBe(true);
    expect(partSeen() - before).toBe(1);
  });

  test('a redirect that never ends is given up', async () => {
    host();
    server.hasModelScope = false;
    server.faultFor = () => ({ kind: 'redirect', location: '/again' });
    // The server answers each time: however busy the machine is, that is no silence.
    const clock = patientClock(200, 60_000, () => false);
    const end = await createDownloads(portsFor(server, root, { clock })).start(downloadOf(repository, file));
    expect(end).toMatchObject({ error: { code: 'download-failed', data: { detail: 'too many redirects' } } });
  });
});

describe('stopping and going on', () => {
  /** Cancels when a third is there, and gives how much was there in the end. */
  async function halfDone(counting = countingFetch()) {
    const content = host();
    server.faultFor = () => ({ kind: 'throttle', pieceBytes: 8_000 });
    const http = { fetch: counting.fetch, isOffline: () => false };
    const downloads = createDownloads(portsFor(server, root, { http }));
    const download = downloadOf(repository, file);
    downloads.onChange(({ state }) => {
      if (state.kind === 'downloading' && state.doneBytes > 100_000) void downloads.cancel(download.id);
    });
    const end = await downloads.start(download);
    server.faultFor = () => never;
    return { content, counting, downloads, download, end };
  }

  test('cancelling keeps what is there, and the next start loads only the rest', async () => {
    const { content, counting, download, end } = await halfDone();
    expect(end).toMatchObject({ kind: 'paused', totalBytes: 300_000, isInterrupted: false });
    expect(end.kind === 'paused' && end.doneBytes).toBeGreaterThan(100_000);
    const http = { fetch: counting.fetch, isOffline: () => false };
    const later = createDownloads(portsFor(server, root, { http }));
    await later.restore();
    expect(later.list).toEqual([{ download, state: end }]);
    await later.start(download);
    expect(traceOf(root, place, content).isWhole).toBe(true);
    expect(counting.repeatedBytes).toBe(0);
  });

  test('nothing of another version is kept from an earlier session', async () => {
    const { content, download } = await halfDone();
    const other = Buffer.alloc(content.length, 1);
    server.files.set(place, { content: other });
    await createDownloads(portsFor(server, root)).start(download);
    expect(traceOf(root, place, other).isWhole).toBe(true);
  });

  test('a journal that claims more than the file has is not believed', async () => {
    const { content, download } = await halfDone();
    writeFileSync(join(root, `${place}.part`), readFileSync(join(root, `${place}.part`)).subarray(0, 50_000));
    await createDownloads(portsFor(server, root)).start(download);
    expect(traceOf(root, place, content).isWhole).toBe(true);
  });

  test('a broken journal costs the bytes, not the download', async () => {
    const { content, download } = await halfDone();
    writeFileSync(join(root, '.downloads', `${download.id}.json`), '{"format":1,');
    await createDownloads(portsFor(server, root)).start(download);
    expect(traceOf(root, place, content).isWhole).toBe(true);
  });

  test('discarding removes what was loaded and takes it off the list', async () => {
    const { downloads, download } = await halfDone();
    await downloads.discard(download.id);
    expect(downloads.list).toEqual([]);
    expect(existsSync(join(root, `${place}.part`))).toBe(false);
    expect(readdirSync(join(root, '.downloads'))).toEqual([]);
  });

  test('discarding a newer version leaves the one that was there', async () => {
    await mkdir(join(root, repository), { recursive: true });
    writeFileSync(join(root, place), 'older');
    const { downloads, download } = await halfDone();
    await downloads.discard(download.id);
    expect(readFileSync(join(root, place), 'utf8')).toBe('older');
  });

  test('closing the window leaves a download that the next one finds', async () => {
    host();
    server.faultFor = () => ({ kind: 'throttle', pieceBytes: 8_000 });
    const downloads = createDownloads(portsFor(server, root));
    const download = downloadOf(repository, file);
    downloads.onChange(({ state }) => (state.kind === 'downloading' ? downloads.dispose() : undefined));
    expect(await downloads.start(download)).toMatchObject({ kind: 'paused' });
    const next = createDownloads(portsFor(server, root));
    await next.restore();
    expect(next.list).toMatchObject([{ state: { kind: 'paused', isInterrupted: true } }]);
  });

  test('a second download waits for the first', async () => {
    host();
    hostFile(server, repository, 'second.gguf', 10_000);
    const order: string[] = [];
    const downloads = createDownloads(portsFor(server, root));
    downloads.onChange(({ download, state }) => {
      const step = `${download.files[0]?.path} ${state.kind}`;
      if ((state.kind === 'done' || state.kind === 'resolving') && order.at(-1) !== step) order.push(step);
    });
    const both = [downloadOf(repository, file), downloadOf(repository, 'second.gguf')].map((one) =>
      downloads.start(one),
    );
    expect(downloads.list.map(({ state }) => state.kind)).toEqual(['queued', 'queued']);
    await Promise.all(both);
    expect(order).toEqual([`${file} resolving`, `${file} done`, 'second.gguf resolving', 'second.gguf done']);
  });

  test('a file that is there already is not loaded again, a wrong one in its place is', async () => {
    const content = host();
    const download = downloadOf(repository, file);
    await createDownloads(portsFor(server, root)).start(download);
    const before = partSeen();
    await createDownloads(portsFor(server, root)).start(download);
    expect(partSeen()).toBe(before);
    writeFileSync(join(root, place), Buffer.alloc(content.length));
    await createDownloads(portsFor(server, root)).start(download);
    expect(traceOf(root, place, content).isWhole).toBe(true);
  });
});

describe('a model of several files', () => {
  const names = [1, 2, 3].map((part) => `Q4/model-0000${part}-of-00003.gguf`);
  const download = describeModelDownload(
    'Split',
    { huggingFace: repository },
    names.map((path) => ({ path })),
  );
  const hostParts = (): Buffer[] => names.map((name) => hostFile(server, repository, name, 200_000));

  test('is one download with one progress', async () => {
    const contents = hostParts();
    const totals = new Set<number>();
    const downloads = createDownloads(portsFor(server, root));
    downloads.onChange(({ state }) => (state.kind === 'downloading' ? totals.add(state.totalBytes) : undefined));
    const end = await downloads.start(download);
    expect(end).toEqual({ kind: 'done', path: join(root, repository, names[0] ?? '') });
    expect([...totals]).toEqual([600_000]);
    for (const [index, content] of contents.entries()) {
      expect(traceOf(root, `${repository}/${names[index]}`, content).isWhole).toBe(true);
    }
  });

  test('keeps the parts that are right when another is wrong', async () => {
    hostParts();
    server.faultFor = ({ server: which, path }) =>
      which === 'files' && path.includes('00002') ? { kind: 'wrong-bytes' } : never;
    const downloads = createDownloads(portsFor(server, root));
    expect(failureCode(await downloads.start(download))).toBe('download-mismatch');
    const before = server.seen.length;
    server.faultFor = () => never;
    expect(await downloads.start(download)).toMatchObject({ kind: 'done' });
    const reloaded = server.seen.slice(before).filter((request) => request.server === 'files');
    expect(reloaded.filter(({ path }) => path.includes('00001'))).toEqual([]);
  });

  test('discarding it removes the parts that are whole as well', async () => {
    hostParts();
    server.faultFor = ({ server: which, path }) =>
      which === 'files' && path.includes('00002') ? { kind: 'status', status: 404 } : never;
    const downloads = createDownloads(portsFor(server, root));
    expect(failureCode(await downloads.start(download))).toBe('download-not-found');
    expect(existsSync(join(root, repository, names[0] ?? ''))).toBe(true);
    await downloads.discard(download.id);
    expect(existsSync(join(root, repository, names[0] ?? ''))).toBe(false);
  });
});

describe('a pinned commit', () => {
  const pin = 'a'.repeat(40);
  const pinned = (sha: string) =>
    describeModelDownload('Test', { huggingFace: repository, revision: pin }, [{ path: file, sha256: sha }]);
  const asked = (): string[] =>
    server.seen.flatMap(({ method, path }) => (method === 'HEAD' ? [path.split('/')[4] ?? ''] : []));

  test('is what Hugging Face is asked for', async () => {
    const content = host();
    const end = await createDownloads(portsFor(server, root)).start(pinned(sha256(content)));
    expect(end.kind).toBe('done');
    expect(asked()).toEqual([pin]);
  });

  test.each([
    ['the same file is there', true, 'done'],
    ['another file is there', false, 'failed'],
  ])('that is gone is replaced by what is there now when %s', async (_when, isSame, kind) => {
    const content = host();
    server.faultFor = ({ path }) => (path.includes(pin) ? { kind: 'status', status: 404 } : never);
    const end = await createDownloads(portsFor(server, root)).start(pinned(isSame ? sha256(content) : 'b'.repeat(64)));
    expect(end.kind).toBe(kind);
    expect(asked()).toEqual([pin, 'main']);
    if (!isSame) expect(failureCode(end)).toBe('download-mismatch');
  });
});

test('names that would leave the folder are refused', () => {
  for (const path of ['../x.gguf', '/x.gguf', 'a/../../x.gguf', 'a\\x.gguf', '.hidden', 'a//b', 'C:x.gguf', '']) {
    expect(() => downloadOf(repository, path), path).toThrow();
  }
  expect(() => downloadOf('../owner', file)).toThrow();
});

// The tests run as root in some places, whom permissions do not stop.
test.runIf(process.getuid?.() !== 0)('a folder without permission is named with the system’s code', async () => {
  host();
  await mkdir(root, { recursive: true });
  await chmod(root, 0o500);
  const end = await createDownloads(portsFor(server, root)).start(downloadOf(repository, file));
  expect(end).toMatchObject({ error: { code: 'folder-unwritable', data: { detail: 'EACCES' } } });
});
