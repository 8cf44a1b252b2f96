/**
 * Time to the first token of a completion while a chat reads a prompt of 1,500 tokens, against the same completion on an
 * idle engine. `npm run bench:contention`.
 */
import { silentLog } from '../../src/base/log.ts';
import type { InfillRequest } from '../../src/engine/engine.ts';
import { createLlamaEngine } from '../../src/worker/llamaEngine.ts';
import { cachedShapeModel } from '../model/makeShapeModel.ts';
import { dialogueRequest } from './conversation.ts';
import { codeOfLength } from './corpus.ts';
import { median, milliseconds, printMachine, printTable, times } from './report.ts';

const threads = 2;
const never = new AbortController().signal;
const rounds = 7;

const engine = createLlamaEngine(silentLog);
const path = await cachedShapeModel({ size: '0.8B', quant: 'Q4_0' });
await engine.load({ path, contextTokens: 4096, threads, gpu: 'off', infillProbe: 'trust' }, () => {}, never);

const prefix = codeOfLength(2_000);
/** A key was typed: the cursor's line and a short suffix are read again. */
const keystroke = (round: number): InfillRequest => ({
  repository: 'bench',
  contextFiles: [],
  path: 'bench.ts',
  prefix: `${prefix}  const value${round} = `,
  suffix: codeOfLength(120),
  stop: { kind: 'line' },
  maxTokens: 1,
});
const firstTokenMs = async (round: number): Promise<number> =>
  (await engine.infill(keystroke(round), () => {}, never)).usage.firstTokenMs;

/** The chat of each round begins differently, so that nothing of it is reused. */
async function duringChat(round: number): Promise<number> {
  const controller = new AbortController();
  let tellStarted: () => void = () => {};
  const isReading = new Promise<void>((resolve) => (tellStarted = resolve));
  const system = `Round ${round}.\n${codeOfLength(5_200)}`;
  const reply = engine
    .reply(
      { ...dialogueRequest, tools: [], system, messages: [{ role: 'user', text: 'Go on.' }] },
      (part) => part.kind === 'prefill' && part.doneTokens > 0 && tellStarted(),
      controller.signal,
    )
    .catch(() => undefined);
  await isReading;
  const measured = await firstTokenMs(1_000 + round);
  controller.abort();
  await reply;
  return measured;
}

await firstTokenMs(0);
const idle: number[] = [];
const contended: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  idle.push(await firstTokenMs(round));
  contended.push(await duringChat(round));
}
await engine.dispose();

printMachine(threads);
printTable(
  `First token of a completion, 0.8B shape, Q4_0, median of ${rounds}`,
  ['engine', 'first token', 'against idle'],
  [
    ['idle', milliseconds(median(idle)), times(1)],
    ['a chat reads 1,500 tokens', milliseconds(median(contended)), times(median(contended) / median(idle))],
  ],
);
