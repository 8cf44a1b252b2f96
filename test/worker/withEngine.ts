import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import type {
  LocalEngine,
  InfillRequest,
  LoadRequest,
  ModelDescription,
  ReplyRequest,
} from '../../src/engine/engine.ts';
import { createLlamaEngine } from '../../src/worker/llamaEngine.ts';

export const never = new AbortController().signal;

/** Of this test file, the last first. Hooks that register others, as those that make engines would, are not heard. */
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

/** A folder that goes away with the test file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parity-test-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * One thread: models this small only lose time by sharing. The models made here say noise, or always the same, and would
 * fail the probe: what they say into a hole is looked at all the same.
 */
export const smallLoad: Omit<LoadRequest, 'path'> = {
  contextTokens: 4096,
  threads: 1,
  gpu: 'off',
  infillProbe: 'trust',
};

export interface LoadedEngine {
  readonly engine: LocalEngine;
  readonly model: ModelDescription;
  /** Settles when the engine has next read a conversation ahead, for the question to come. */
  readonly readAhead: () => Promise<void>;
}

/** The real engine in this process, with a model loaded. */
export async function engineWith(path: string, load = smallLoad): Promise<LoadedEngine> {
  const listeners = new Set<() => void>();
  const debug = (message: string): void => {
    if (message.startsWith('read ahead')) for (const tell of listeners) tell();
  };
  const engine = createLlamaEngine({ ...silentLog, debug });
  closing.push(() => engine.dispose());
  const model = await engine.load({ ...load, path }, () => {}, never);
  return { engine, model, readAhead: () => new Promise((resolve) => listeners.add(resolve)) };
}

export const hole: InfillRequest = {
  repository: 'sample',
  contextFiles: [],
  path: 'src/add.ts',
  prefix: 'function add(a: number, b: number) {\n  return',
  suffix: '\n}\n',
  stop: { kind: 'line' },
  maxTokens: 16,
};

export const question: ReplyRequest = {
  system: 'You are a test.',
  messages: [{ role: 'user', text: 'What does README.md say?' }],
  tools: [
    {
      name: 'read_file',
      description: 'Reads a file.',
      parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
    },
  ],
  thinking: { kind: 'off' },
  maxTokens: 64,
  sampling: { temperature: 0, topP: 1, topK: 0, presencePenalty: 0 },
};
