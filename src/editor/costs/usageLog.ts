import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { priceInForce } from '../../benchmark/cost/priceInForce.ts';
import { requestCost } from '../../benchmark/cost/requestCost.ts';
import {
  addUsage,
  monthOf,
  readUsage,
  totalsOf,
  type UsageEntry,
  type UsageTotal,
} from '../../benchmark/cost/usageTally.ts';
import type { Usage } from '../../engine/engine.ts';
import { errorCode } from '../errorCode.ts';
import type { PriceBook } from './priceBook.ts';

/** Who was asked. */
export type UsageSource = Pick<UsageEntry, 'engine' | 'model' | 'place'>;

export interface UsageLog extends Disposable {
  note(source: UsageSource, usage: Usage | 'unknown'): void;
  /** All windows together, of the current month. */
  month(): Promise<readonly UsageTotal[]>;
  /** Forgets all counts. */
  clear(): Promise<void>;
}

export interface UsageLogPorts {
  /** Absolute path; made when it is needed. */
  readonly folder: string;
  readonly prices: PriceBook;
  readonly clock: Clock;
  readonly today: () => string;
  readonly log: Log;
}

/** So many requests of a fast typist become one line. */
const writeAfterMs = 30_000;

/**
 * Counts tokens and what they cost, in a file for each month: counts alone, nothing of what was asked or answered. Windows
 * add lines to the same file, so none overwrites what another has counted.
 */
export function createUsageLog({ folder, prices, clock, today, log }: UsageLogPorts): UsageLog {
  let waiting: { readonly source: UsageSource; readonly usage: Usage | 'unknown'; readonly day: string }[] = [];
  let timer: Disposable | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const noted = waiting;
    waiting = [];
    if (noted.length === 0) return;
    const rows = await prices.rows();
    const byKey = new Map<string, UsageEntry>();
    for (const { source, usage, day } of noted) {
      const entry = entryOf(source, usage, { day, rows });
      const key = JSON.stringify([day, source]);
      const before = byKey.get(key);
      byKey.set(key, before === undefined ? entry : addUsage(before, entry));
    }
    await mkdir(folder, { recursive: true });
    for (const entry of byKey.values()) {
      await appendFile(join(folder, fileName(entry.day)), `${JSON.stringify(entry)}\n`);
    }
  };
  const flush = (): Promise<void> => {
    timer?.dispose();
    timer = undefined;
    writing = writing.then(write).catch((error: unknown) => log.error('what was used could not be noted', error));
    return writing;
  };

  return {
    note(source, usage) {
      waiting.push({ source, usage, day: today() });
      timer ??= clock.after(writeAfterMs, () => void flush());
    },
    async month() {
      await flush();
      const month = monthOf(today());
      const entries = readUsage(await readIfThere(join(folder, fileName(today()))));
      return totalsOf(entries.filter(({ day }) => monthOf(day) === month));
    },
    async clear() {
      await flush();
      await rm(folder, { recursive: true, force: true });
    },
    dispose: () => void flush(),
  };
}

function entryOf(
  source: UsageSource,
  usage: Usage | 'unknown',
  { day, rows }: { readonly day: string; readonly rows: Parameters<typeof priceInForce>[2] },
): UsageEntry {
  const none = { promptTokens: 0, reusedTokens: 0, generatedTokens: 0, writtenToCacheTokens: 0 };
  const { promptTokens, reusedTokens, generatedTokens, writtenToCacheTokens = 0 } = usage === 'unknown' ? none : usage;
  const isRemote = source.place === 'remote';
  const price = isRemote && usage !== 'unknown' ? priceInForce(source.model, day, rows) : null;
  const cost = price === null || usage === 'unknown' ? null : requestCost(price, usage);
  return {
    schema: 1,
    day,
    ...source,
    requests: 1,
    ...{ promptTokens, reusedTokens, writtenToCacheTokens, generatedTokens },
    nanoUsd: cost === null ? 0 : Math.ceil(cost.usd * 1e9 - 1e-6),
    unpricedRequests: isRemote && cost === null ? 1 : 0,
  };
}

function fileName(day: string): string {
  return `usage-${monthOf(day)}.jsonl`;
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}
