import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDownloads } from '../../../src/models/download/downloads.ts';
import { uniformNumbers } from '../../model/randomNumbers.ts';
import { temporaryFolder } from '../../model/temporaryFolder.ts';
import { countingFetch, downloadOf, failureCode, hostFile, portsFor, traceOf } from './downloadFixture.ts';
import { patientClock } from './downloadPorts.ts';
import { type Fault, type FaultyServer, type SeenRequest, startFaultyServer } from './faultyServer.ts';

const folder = temporaryFolder();
const schedules = 200;
const atOnce = 20;
const file = 'model.gguf';
/** Longer than any pause between two attempts, so that the clock can tell them apart. */
const stallMs = 31_000;
const limits = { connections: 3, spanBytes: 32 * 1024, stallMs };

let server: FaultyServer;
const faults = new Map<string, (request: SeenRequest) => Fault>();
beforeAll(async () => {
  server = await startFaultyServer();
  server.faultFor = (request) => {
    const repository = [...faults.keys()].find((name) => request.path.includes(name)) ?? '';
    return faults.get(repository)?.(request) ?? { kind: 'none' };
  };
});
afterAll(() => server.close());

/** One fault, drawn; `isFinal`: it may be one that no patience helps against. */
function drawFault(uniform: () => number, bytes: number): Fault {
  const below = (limit: number): number => Math.floor(uniform() * limit);
  const kinds: readonly (() => Fault)[] = [
    () => ({ kind: 'none' }),
    () => ({ kind: 'drop', afterBytes: below(limits.spanBytes), isReset: uniform() < 0.5 }),
    () => ({ kind: 'drop', afterBytes: below(limits.spanBytes), isReset: false }),
    () => ({ kind: 'stall', afterBytes: below(limits.spanBytes) }),
    () => ({ kind: 'ignore-range' }),
    () => ({ kind: 'lie', byBytes: below(2_000) - 1_000 }),
    () => ({ kind: 'status', status: [500, 502, 503, 408][below(4)] ?? 500 }),
    () => ({ kind: 'status', status: 429, retryAfter: String(below(3)) }),
    () => ({ kind: 'throttle', pieceBytes: 1 + below(bytes) }),
    () => ({ kind: 'etag', etag: `"${below(3)}"` }),
  ];
  return kinds[below(kinds.length)]?.() ?? { kind: 'none' };
}

/** What stays wrong for good, and how that must end. */
const lasting = [
  [{ kind: 'status', status: 401 }, 'download-unauthorized'],
  [{ kind: 'status', status: 403 }, 'download-unauthorized'],
  [{ kind: 'status', status: 404 }, 'download-not-found'],
  [{ kind: 'status', status: 429 }, 'download-rate-limited'],
  [{ kind: 'status', status: 500 }, 'download-failed'],
  [{ kind: 'wrong-bytes' }, 'download-mismatch'],
] as const satisfies readonly [Fault, string][];

async function runSchedule(seed: number): Promise<string> {
  const uniform = uniformNumbers(seed * 7919 + 1);
  const repository = `owner/seed-${seed}-GGUF`;
  const content = hostFile(server, repository, file, 1 + Math.floor(uniform() * 200_000));
  // Of each schedule that goes wrong at first, a quarter goes wrong for good after that.
  const [fault, code] = (uniform() < 0.25 ? lasting[Math.floor(uniform() * lasting.length)] : undefined) ?? [];
  let left = Math.floor(uniform() * 12);
  faults.set(repository, ({ server: which, method }) => {
    // Faults that only files have are of no use to what the hub says of them.
    if (which === 'hub') {
      if (fault?.kind === 'status' && left <= 0) return fault;
      return uniform() < 0.1 && left > 0 ? { kind: 'status', status: 503 } : { kind: 'none' };
    }
    if (method === 'HEAD') return { kind: 'none' };
    left -= 1;
    if (left >= 0) return drawFault(uniform, content.length);
    return fault ?? { kind: 'none' };
  });
  const counting = countingFetch();
  const http = { fetch: counting.fetch, isOffline: () => false };
  const root = join(folder, String(seed));
  const clock = patientClock(150, stallMs, () => server.openStalls(`${repository}/${file}`) > 0);
  const ports = portsFor(server, root, { http, limits, random: uniform, clock });
  const end = await createDownloads(ports).start(downloadOf(repository, file));
  const trace = traceOf(root, `${repository}/${file}`, content);
  const problems = [
    counting.repeatedBytes > 0 && `${counting.repeatedBytes} good bytes were loaded again`,
    end.kind === 'done' && !trace.isWhole && 'done with a wrong file',
    end.kind !== 'done' && trace.isWhole && 'a whole file that is said to have failed',
    code === undefined && end.kind !== 'done' && `${failureCode(end)} though the server came to its senses`,
    // The last part may have arrived before the server went wrong for good.
    code !== undefined && end.kind !== 'done' && failureCode(end) !== code && `${failureCode(end)}, not ${code}`,
    code === 'download-mismatch' && end.kind === 'failed' && !trace.hasRejected && 'nothing was set aside',
  ].filter((problem) => problem !== false);
  expect(problems, `seed ${seed}`).toEqual([]);
  return failureCode(end) ?? end.kind;
}

test(`${schedules} schedules of faults end in the right file or in a clear error, and no good byte is loaded twice`, async () => {
  const ends: string[] = [];
  for (let first = 0; first < schedules; first += atOnce) {
    const seeds = Array.from({ length: atOnce }, (_, index) => first + index);
    ends.push(...(await Promise.all(seeds.map(runSchedule))));
  }
  // All kinds of ends were met, and most downloads came through.
  expect(new Set(ends)).toEqual(new Set(['done', ...lasting.map(([, code]) => code)]));
  expect(ends.filter((end) => end === 'done').length).toBeGreaterThan(schedules / 2);
}, 60_000);
