/**
 * What a second thread brings where nothing else runs, and what it costs while other programs are busy: the ground for
 * `chooseThreads`. A busy core is a process that counts. `npm run bench:threads`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { silentLog } from '../../src/base/log.ts';
import type { LocalEngine } from '../../src/engine/engine.ts';
import { chooseThreads } from '../../src/worker/chooseThreads.ts';
import { createLlamaEngine } from '../../src/worker/llamaEngine.ts';
import { cachedShapeModel } from '../model/makeShapeModel.ts';
import { dialogueRequest } from './conversation.ts';
import { codeOfLength } from './corpus.ts';
import { median, printMachine, printTable, times } from './report.ts';

const { values: flags } = parseArgs({ options: { rounds: { type: 'string', default: '2' } } });
const rounds = Number(flags.rounds);
const never = new AbortController().signal;
const generatedTokens = 8;
const cores = os.availableParallelism();
const loadBefore = os.loadavg()[0] ?? Number.NaN;
const path = await cachedShapeModel({ size: '0.8B', quant: 'Q4_0' });

/** Tokens per second. */
interface Speeds {
  readonly prompt: number;
  readonly generation: number;
}

/** What the default has to choose between. */
const threadCounts = [...new Set([1, Math.max(1, cores - 1), cores])];
const busyCounts = [0, 1];

const engines = new Map<number, LocalEngine>();
const measured = new Map<string, Speeds[]>();
for (const threads of threadCounts) {
  const engine = createLlamaEngine(silentLog);
  await engine.load({ path, contextTokens: 1024, threads, gpu: 'off', infillProbe: 'trust' }, () => {}, never);
  engines.set(threads, engine);
}
for (let round = 0; round < rounds; round += 1) {
  for (const busyCores of busyCounts) {
    const busy = Array.from({ length: busyCores }, () => spawn(process.execPath, ['-e', 'for (;;);']));
    try {
      for (const [threads, engine] of engines) {
        const key = `${threads}/${busyCores}`;
        measured.set(key, [...(measured.get(key) ?? []), await speeds(engine, `${round}/${busyCores}`)]);
      }
    } finally {
      await Promise.all(busy.map(end));
    }
  }
}
for (const engine of engines.values()) await engine.dispose();

printMachine(cores);
console.log(`What else ran: a load of ${loadBefore.toFixed(1)} in the minute before.`);
const alone = speedOf(1, 0);
printTable(
  `Speed against one thread without a busy core of ours (${alone.prompt.toFixed(1)} and ${alone.generation.toFixed(1)} tokens/s), 0.8B shape, Q4_0, medians of ${rounds}`,
  ['threads', 'busy cores', 'prompt', 'generation'],
  threadCounts.flatMap((threads) =>
    busyCounts.map((busyCores) => {
      const { prompt, generation } = speedOf(threads, busyCores);
      return [String(threads), String(busyCores), times(prompt / alone.prompt), times(generation / alone.generation)];
    }),
  ),
);
console.log(`\nThe default here: ${chooseThreads(0, undefined)}.`);

function speedOf(threads: number, busyCores: number): Speeds {
  const all = measured.get(`${threads}/${busyCores}`) ?? [];
  return {
    prompt: median(all.map(({ prompt }) => prompt)),
    generation: median(all.map(({ generation }) => generation)),
  };
}

/** Each begins differently, so that nothing of it is reused. */
async function speeds(engine: LocalEngine, label: string): Promise<Speeds> {
  const { usage } = await engine.reply(
    {
      ...dialogueRequest,
      tools: [],
      maxTokens: generatedTokens,
      system: `${label}\n${codeOfLength(160)}`,
      messages: [{ role: 'user', text: 'Go on.' }],
    },
    () => {},
    never,
  );
  return {
    prompt: (usage.evaluatedTokens / usage.firstTokenMs) * 1000,
    generation: ((usage.generatedTokens - 1) / (usage.totalMs - usage.firstTokenMs)) * 1000,
  };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
