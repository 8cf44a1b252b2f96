/**
 * How much of a prompt is computed again, and how long the first token takes: Parity's worker against the defaults of
 * node-llama-cpp, on the same file, one after the other. `npm run bench:reuse`.
 */
import {
  type ChatHistoryItem,
  LlamaChat,
  LlamaCompletion,
  type LlamaContextSequence,
  LlamaLogLevel,
  type LlamaModel,
  getLlama,
} from 'node-llama-cpp';
import { silentLog } from '../../src/base/log.ts';
import type { LocalEngine, InfillRequest } from '../../src/engine/engine.ts';
import type { ChatMessage } from '../../src/engine/message.ts';
import { createLlamaEngine } from '../../src/worker/llamaEngine.ts';
import { cachedShapeModel } from '../model/makeShapeModel.ts';
import { dialogue, dialogueRequest } from './conversation.ts';
import { codeOfLength } from './corpus.ts';
import { median, milliseconds, printMachine, printTable, times } from './report.ts';

const threads = 2;
const never = new AbortController().signal;
const contextTokens = 4096;

interface Measured {
  readonly evaluatedTokens: number;
  readonly firstTokenMs: number;
}

interface Scenarios {
  readonly appended: Measured;
  readonly cursorLine: Measured;
  readonly secondTurn: Measured;
  readonly thirdTurn: Measured;
}

/** About 2,000 tokens that end with a line break, and what is typed after it. */
const prefix = codeOfLength(7_300);
const appendedText = 'const total = items.length + 1;';
const suffix = codeOfLength(360);
/** The request before has suggested something, as it does while a person types. */
const suggestedTokens = 8;
const [lineBefore, lineAfter] = ['  const result = ', '  const results = '];

/** The library computes nearly everything again each time: once is enough to see it. */
const rounds = 5;

function medianOf(measured: readonly Measured[]): Measured {
  return {
    evaluatedTokens: median(measured.map(({ evaluatedTokens }) => evaluatedTokens)),
    firstTokenMs: median(measured.map(({ firstTokenMs }) => firstTokenMs)),
  };
}

async function measureParity(path: string): Promise<Scenarios & { readonly newTokens: readonly [number, number] }> {
  let tellRead: () => void = () => {};
  const debug = (message: string): void => {
    if (message.startsWith('read ahead')) tellRead();
  };
  const engine: LocalEngine = createLlamaEngine({ ...silentLog, debug });
  await engine.load({ path, contextTokens, threads, gpu: 'off', infillProbe: 'trust' }, () => {}, never);
  const infill = async (cursorLine: string, after: string, maxTokens = 1): Promise<Measured> => {
    const request: InfillRequest = {
      repository: 'bench',
      contextFiles: [],
      path: 'bench.ts',
      prefix: prefix + cursorLine,
      suffix: after,
      stop: { kind: 'line' },
      maxTokens,
    };
    return (await engine.infill(request, () => {}, never)).usage;
  };
  const appendedRounds: Measured[] = [];
  const cursorLineRounds: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await infill('', '', suggestedTokens);
    appendedRounds.push(await infill(appendedText, ''));
    await infill(lineBefore, suffix, suggestedTokens);
    cursorLineRounds.push(await infill(lineAfter, suffix));
  }
  const appended = medianOf(appendedRounds);
  const cursorLine = medianOf(cursorLineRounds);

  let messages: ChatMessage[] = [];
  const ask = async (...added: ChatMessage[]): Promise<Measured & { readonly answered: readonly ChatMessage[] }> => {
    messages = [...messages, ...added];
    const isRead = new Promise<void>((resolve) => (tellRead = resolve));
    const { usage, message } = await engine.reply({ ...dialogueRequest, messages }, () => {}, never);
    // The person reads the answer meanwhile.
    await isRead;
    messages = [...messages, { ...message, calls: [] }];
    return { ...usage, answered: messages };
  };
  const countOf = (all: readonly ChatMessage[]): Promise<number> =>
    engine.count({ ...dialogueRequest, messages: all }, never);

  await ask({ role: 'user', text: dialogue.first });
  messages = messages.slice(0, 1);
  const called = await ask(
    {
      role: 'assistant',
      thinking: '',
      text: dialogue.callText,
      calls: [{ kind: 'call', id: '1', name: 'read_file', arguments: dialogue.call }],
    },
    { role: 'tool', callId: '1', text: dialogue.result },
  );
  const secondTurn = await ask({ role: 'user', text: dialogue.second });
  const thirdTurn = await ask({ role: 'user', text: dialogue.third });
  const promptOf = (text: string, before: readonly ChatMessage[]): readonly ChatMessage[] => [
    ...before,
    { role: 'user', text },
  ];
  // What each turn adds to a conversation that was read to its end.
  const opened = (await countOf([{ role: 'user', text: '' }])) - (await countOf([{ role: 'user', text: 'x' }])) + 1;
  const lengths = await Promise.all([
    countOf(promptOf(dialogue.second, called.answered)),
    countOf(promptOf('', called.answered)),
    countOf(promptOf(dialogue.third, secondTurn.answered)),
    countOf(promptOf('', secondTurn.answered)),
  ]);
  const frame = turnFrameTokens + opened;
  const newTokens = [
    (lengths[0] ?? 0) - (lengths[1] ?? 0) + frame,
    (lengths[2] ?? 0) - (lengths[3] ?? 0) + frame,
  ] as const;
  await engine.dispose();
  return { appended, cursorLine, secondTurn, thirdTurn, newTokens };
}

/** `<|im_start|>user\n` ... `<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n`: the frame of every turn. */
const turnFrameTokens = 3 + 2 + 3 + 4;

async function measureLibrary(path: string): Promise<Scenarios> {
  const llama = await getLlama({ gpu: false, maxThreads: threads, build: 'never', logLevel: LlamaLogLevel.error });
  const model = await llama.loadModel({ modelPath: path });
  const context = await model.createContext({ contextSize: contextTokens, threads });
  const sequence = context.getSequence();
  const measure = measureOn(sequence);
  const completion = new LlamaCompletion({ contextSequence: sequence });
  await completion.generateCompletion(prefix, { maxTokens: suggestedTokens });
  const appended = await measure(() => completion.generateCompletion(prefix + appendedText, { maxTokens: 1 }));
  await completion.generateInfillCompletion(prefix + lineBefore, suffix, { maxTokens: suggestedTokens });
  const cursorLine = await measure(() =>
    completion.generateInfillCompletion(prefix + lineAfter, suffix, { maxTokens: 1 }),
  );
  await context.dispose();
  const turns = await measureLibraryChat(model);
  await llama.dispose();
  return { appended, cursorLine, ...turns };
}

/** `run` generates one token: its whole time is the time to the first token. */
function measureOn(sequence: LlamaContextSequence): (run: () => Promise<unknown>) => Promise<Measured> {
  return async (run) => {
    const before = sequence.tokenMeter.getState();
    const started = performance.now();
    await run();
    return {
      evaluatedTokens: sequence.tokenMeter.diff(before).usedInputTokens,
      firstTokenMs: performance.now() - started,
    };
  };
}

/** `LlamaChat` is what `LlamaChatSession` runs; with it the call's result can be given without the model's asking. */
async function measureLibraryChat(model: LlamaModel): Promise<Pick<Scenarios, 'secondTurn' | 'thirdTurn'>> {
  const context = await model.createContext({ contextSize: contextTokens, threads });
  const sequence = context.getSequence();
  const measure = measureOn(sequence);
  const chat = new LlamaChat({ contextSequence: sequence });
  let history: ChatHistoryItem[] = [{ type: 'system', text: dialogue.system }];
  let contextWindow: ChatHistoryItem[] | undefined;
  const generate = async (): Promise<void> => {
    const { lastEvaluation } = await chat.generateResponse(history, {
      maxTokens: dialogueRequest.maxTokens,
      temperature: 0,
      ...(contextWindow === undefined ? {} : { lastEvaluationContextWindow: { history: contextWindow } }),
    });
    history = lastEvaluation.cleanHistory;
    contextWindow = lastEvaluation.contextWindow;
  };
  const ask = (text: string): Promise<void> => {
    const added: ChatHistoryItem[] = [
      { type: 'user', text },
      { type: 'model', response: [] },
    ];
    history = [...history, ...added];
    if (contextWindow !== undefined) contextWindow = [...contextWindow, ...added];
    return generate();
  };

  await ask(dialogue.first);
  const call = { type: 'functionCall', name: 'read_file', params: dialogue.call, result: dialogue.result } as const;
  history = history.map((item) => (item.type === 'model' ? { ...item, response: [dialogue.callText, call] } : item));
  contextWindow = undefined;
  await generate();
  const secondTurn = await measure(() => ask(dialogue.second));
  const thirdTurn = await measure(() => ask(dialogue.third));
  await context.dispose();
  return { secondTurn, thirdTurn };
}

const path = await cachedShapeModel({ size: '0.8B', quant: 'Q4_0' });
printMachine(threads);
const ours = await measureParity(path);
const theirs = await measureLibrary(path);
const row = (name: string, key: keyof Scenarios): string[] => [
  name,
  String(ours[key].evaluatedTokens),
  String(theirs[key].evaluatedTokens),
  milliseconds(ours[key].firstTokenMs),
  milliseconds(theirs[key].firstTokenMs),
  times(theirs[key].firstTokenMs / ours[key].firstTokenMs),
];
printTable(
  'Tokens computed again and time to first token, 0.8B shape, Q4_0',
  ['scenario', 'tokens, Parity', 'tokens, library', 'first token, Parity', 'first token, library', 'faster'],
  [
    row('10 tokens appended to 2,000', 'appended'),
    row('cursor line changed in 2,000, suffix of 100', 'cursorLine'),
    row('chat with a tool call, second turn', 'secondTurn'),
    row('chat with a tool call, third turn', 'thirdTurn'),
  ],
);
const shares = [ours.secondTurn, ours.thirdTurn].map(
  (turn, index) => turn.evaluatedTokens / (ours.newTokens[index] ?? 1),
);
console.log(`\nChat turns: tokens computed over new tokens: ${shares.map(times).join(', ')}`);
