import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import * as z from 'zod';
import type { Amount } from '../../benchmark/running/spending.ts';
import type { SpendingLedger } from '../../benchmark/running/spendingLedger.ts';
import { appendLines, cutToWhole, parseLines } from './lineFile.ts';
import { RunFolderProblem } from './runFolderProblem.ts';

const amounts = { id: z.string(), tokens: z.number().min(0), usd: z.number().min(0) };
/** `reserved` is written before a request is sent, `settled` when it is known what it came to. */
const entrySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reserved'), ...amounts }),
  z.strictObject({ kind: z.literal('settled'), ...amounts }),
]);
type Entry = z.infer<typeof entrySchema>;

export interface SpendingFile extends SpendingLedger {
  close(): Promise<void>;
}

/** `before`: what a run came to that was begun without such a file. Only one process may have it open: see `openRunFolder`. */
export async function openSpendingFile(path: string, before: Amount): Promise<SpendingFile> {
  const file = await open(path, 'a+');
  try {
    const parsed = parseLines(await file.readFile(), parseLine, (line) => {
      throw new RunFolderProblem(
        `Line ${line} of ${path} is not as it was written, so nobody knows what was spent. Begin a new run.`,
      );
    });
    await cutToWhole(file, parsed);
    const lines = appendLines(file);
    const isNew = parsed.values.length === 0;
    if (isNew) await lines.append(JSON.stringify({ kind: 'settled', id: 'before', ...before } satisfies Entry));
    const sitting = randomUUID();
    let count = 0;
    return {
      earlier: isNew ? before : sumOf(parsed.values),
      async reserve(worst) {
        const id = `${sitting}-${++count}`;
        await lines.append(JSON.stringify({ kind: 'reserved', id, ...worst } satisfies Entry));
        return {
          // If it is not kept, the request counts in full.
          settle: (actual) =>
            void lines.append(JSON.stringify({ kind: 'settled', id, ...actual } satisfies Entry)).catch(() => {}),
        };
      },
      async close() {
        await lines.idle();
        await file.close();
      },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The last word on each request counts. */
function sumOf(entries: readonly Entry[]): Amount {
  const last = new Map(entries.map(({ id, tokens, usd }) => [id, { tokens, usd }]));
  return [...last.values()].reduce((sum, { tokens, usd }) => ({ tokens: sum.tokens + tokens, usd: sum.usd + usd }), {
    tokens: 0,
    usd: 0,
  });
}

function parseLine(text: string): Entry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
