import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { mergePrices } from '../../benchmark/cost/mergePrices.ts';
import { type Price, priceListSchema } from '../../benchmark/cost/price.ts';
import { writeDurably } from '../../harness/run/writeDurably.ts';
import { errorCode } from '../errorCode.ts';
import type { Settings } from '../settings.ts';

const refreshedSchema = z.strictObject({ schema: z.literal(1), source: z.string(), prices: priceListSchema });

export interface PriceBook {
  /** Rows that go before the built-in ones, see `mergePrices`. Read anew each time: another window may have refreshed. */
  rows(): Promise<readonly Price[]>;
  /** Puts what a public list said in the place of what one said before. */
  keep(source: string, prices: readonly Price[]): Promise<void>;
}

/** `path`: of the file that keeps what a public list said. */
export function createPriceBook(path: string, settings: Settings, today: () => string): PriceBook {
  const refreshed = async (): Promise<readonly Price[]> => {
    try {
      return refreshedSchema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data?.prices ?? [];
    } catch (error) {
      // Damaged, or from a later version: the built-in prices are there, and the next refresh writes it anew.
      if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  };
  return {
    rows: async () => mergePrices({ user: settings.get('prices'), refreshed: await refreshed() }, today()),
    async keep(source, prices) {
      await mkdir(dirname(path), { recursive: true });
      await writeDurably(path, JSON.stringify({ schema: 1, source, prices }));
    },
  };
}
