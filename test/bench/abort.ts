/**
 * From an abort to an idle engine, in the middle of reading a prompt and in the middle of writing an answer. Idle: the
 * next request's first step runs. `npm run bench:abort`.
 */
import { silentLog } from '../../src/base/log.ts';
import type { ReplyPart } from '../../src/engine/engine.ts';
import { createLlamaEngine } from '../../src/worker/llamaEngine.ts';
import { LlamaCompletion, LlamaLogLevel, getLlama } from 'node-llama-cpp';
import { cachedShapeModel } from '../model/makeShapeModel.ts';
import { dialogueRequest } from './conversation.ts';
import { codeOfLength } from './corpus.ts';
import { median, milliseconds, printMachine, printTable, times } from './report.ts';

const threads = 2;
const never = new AbortController().signal;
const rounds = 5;
const intoStepMs = 15;
const path = await cachedShapeModel({ size: '0.8B', quant: 'Q4_0' });
const prompt = codeOfLength(5_200);

async function measureParity(): Promise<Record<'prefill' | 'decode', number>> {
  const engine = createLlamaEngine(silentLog);
  await engine.load({ path, contextTokens: 4096, threads, gpu: 'off', infillProbe: 'trust' }, () => {}, never);
  const abortDuring = async (
    round: number,
    isMoment: (part: ReplyPart) => boolean,
    system: string,
  ): Promise<number> => {
    const controller = new AbortController();
    let abortedAt = 0;
    let hasBegun = false;
    await engine
      .reply(
        { ...dialogueRequest, tools: [], maxTokens: 400, system, messages: [{ role: 'user', text: `Round ${round}` }] },
        (part) => {
          if (hasBegun || !isMoment(part)) return;
          hasBegun = true;
          // Parts come between two steps: wait until well within the next one.
          setTimeout(() => {
            abortedAt = performance.now();
            controller.abort();
          }, intoStepMs);
        },
        controller.signal,
      )
      .catch(() => undefined);
    return performance.now() - abortedAt;
  };
  const prefill: number[] = [];
  const decode: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const isReading = (part: ReplyPart): boolean => part.kind === 'prefill' && part.doneTokens > 100;
    prefill.push(await abortDuring(round, isReading, `Round ${round}.\n${prompt}`));
    decode.push(await abortDuring(round, (part) => part.kind === 'text', 'Short.'));
  }
  await engine.dispose();
  return { prefill: median(prefill), decode: median(decode) };
}

/** The library's own abort: it is heard between evaluations, and one evaluation reads the whole prompt. */
async function measureLibrary(): Promise<Record<'prefill' | 'decode', number>> {
  const llama = await getLlama({ gpu: false, maxThreads: threads, build: 'never', logLevel: LlamaLogLevel.error });
  const model = await llama.loadModel({ modelPath: path });
  const context = await model.createContext({ contextSize: 4096, threads });
  const completion = new LlamaCompletion({ contextSequence: context.getSequence() });
  const abortAfter = async (text: string, delayMs: number | undefined): Promise<number> => {
    const controller = new AbortController();
    let abortedAt = 0;
    const abort = (): void => {
      if (abortedAt > 0) return;
      abortedAt = performance.now();
      controller.abort();
    };
    if (delayMs !== undefined) setTimeout(abort, delayMs);
    const onToken = delayMs === undefined ? abort : undefined;
    await completion
      .generateCompletion(text, {
        maxTokens: 400,
        signal: controller.signal,
        ...(onToken === undefined ? {} : { onToken }),
      })
      .catch(() => undefined);
    return performance.now() - abortedAt;
  };
  const prefill = await abortAfter(prompt, 500);
  const decode = await abortAfter('const a = ', undefined);
  await llama.dispose();
  return { prefill, decode };
}

printMachine(threads);
const ours = await measureParity();
const theirs = await measureLibrary();
printTable(
  `From abort to idle, 0.8B shape, Q4_0, 1,500 tokens of prompt, median of ${rounds} (library: once)`,
  ['moment', 'Parity', 'library', 'faster'],
  (['prefill', 'decode'] as const).map((moment) => [
    moment,
    milliseconds(ours[moment]),
    milliseconds(theirs[moment]),
    times(theirs[moment] / ours[moment]),
  ]),
);
