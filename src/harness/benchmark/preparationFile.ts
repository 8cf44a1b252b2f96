import { appendFile, readFile } from 'node:fs/promises';
import * as z from 'zod';
import { admissionSchema, type AdmissionJournal } from '../../benchmark/admission/admissionJournal.ts';
import type { Admission } from '../../benchmark/admission/admit.ts';
import { type TestCalls, testCallsSchema } from '../../benchmark/coverage/callMap.ts';

const lineSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('admission'), key: z.string(), admission: admissionSchema }),
  /** `calls` is `null` where the file's tests are of no use. */
  z.strictObject({ kind: z.literal('calls'), base: z.string(), file: z.string(), calls: testCallsSchema.nullable() }),
  /** No more of this base is measured: what is there was all, or all that there was time for. */
  z.strictObject({ kind: z.literal('measured'), base: z.string() }),
]);
type Line = z.infer<typeof lineSchema>;

/** What a preparation has found out at some cost, so that one that was stopped goes on where it was. */
export interface PreparationFile {
  readonly admissions: AdmissionJournal;
  /** By test file, of one base. */
  callsOf(base: string): ReadonlyMap<string, TestCalls | null>;
  isMeasured(base: string): boolean;
  addCalls(base: string, file: string, calls: TestCalls | null): Promise<void>;
  endMeasuring(base: string): Promise<void>;
}

/** Lines are added and never changed; one that a crash has torn, or that another version wrote, does not count. */
export async function openPreparationFile(path: string): Promise<PreparationFile> {
  const text = await readIfThere(path);
  const admissions = new Map<string, Admission>();
  const calls = new Map<string, Map<string, TestCalls | null>>();
  const measured = new Set<string>();
  const take = (line: Line): void => {
    switch (line.kind) {
      case 'admission':
        admissions.set(line.key, line.admission);
        return;
      case 'calls':
        calls.set(line.base, (calls.get(line.base) ?? new Map()).set(line.file, line.calls));
        return;
      case 'measured':
        measured.add(line.base);
    }
  };
  for (const content of text.split('\n')) {
    const line = parseLine(content);
    if (line !== undefined) take(line);
  }
  // What is torn must not take the next line with it.
  if (text !== '' && !text.endsWith('\n')) await appendFile(path, '\n');
  const add = async (line: Line): Promise<void> => {
    await appendFile(path, `${JSON.stringify(line)}\n`, { flush: true });
    take(line);
  };
  return {
    admissions: {
      get: (key) => admissions.get(key),
      put: (key, admission) => add({ kind: 'admission', key, admission }),
    },
    callsOf: (base) => calls.get(base) ?? new Map(),
    isMeasured: (base) => measured.has(base),
    addCalls: (base, file, found) => add({ kind: 'calls', base, file, calls: found }),
    endMeasuring: (base) => add({ kind: 'measured', base }),
  };
}

function parseLine(content: string): Line | undefined {
  try {
    return content === '' ? undefined : lineSchema.safeParse(JSON.parse(content)).data;
  } catch {
    return undefined;
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
