import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { isAbort } from '../../src/base/appError.ts';
import type { LocalEngine, InfillRequest, ReplyRequest } from '../../src/engine/engine.ts';
import type { ChatMessage } from '../../src/engine/message.ts';
import { codeOfLength } from '../bench/corpus.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { uniformNumbers } from '../model/randomNumbers.ts';
import { engineWith, hole, never, question, smallLoad, temporaryFolder } from './withEngine.ts';

/** What a request comes to, without what may differ from one time to the next: call ids, times, reuse. */
type Answer = string;

interface Asked {
  readonly name: string;
  /** `onStep` hears of each sign of progress. */
  readonly ask: (engine: LocalEngine, onStep: () => void, signal: AbortSignal) => Promise<Answer>;
}

function infill(name: string, request: Partial<InfillRequest>): Asked {
  const whole: InfillRequest = {
    ...hole,
    stop: { kind: 'block', indentColumns: 0, tabColumns: 4, maxLines: 40 },
    ...request,
  };
  return {
    name: `infill ${name}`,
    async ask(engine, onStep, signal) {
      const { text, finish, usage } = await engine.infill(whole, onStep, signal);
      return JSON.stringify({ text, finish, prompt: usage.promptTokens, generated: usage.generatedTokens });
    },
  };
}

function reply(name: string, request: Partial<ReplyRequest>): Asked {
  const whole: ReplyRequest = { ...question, maxTokens: 12, ...request };
  return {
    name: `reply ${name}`,
    async ask(engine, onStep, signal) {
      const { message, finish, usage } = await engine.reply(whole, onStep, signal);
      const calls = message.calls.map((call) => ({ ...call, id: '' }));
      const counts = { prompt: usage.promptTokens, generated: usage.generatedTokens };
      return JSON.stringify({ ...message, calls, finish, ...counts });
    },
  };
}

const code = codeOfLength(400);
const files = [{ path: 'b.ts', text: codeOfLength(300) }];
const system = `You are a test.\n${codeOfLength(150)}`;
const user = (text: string): ChatMessage => ({ role: 'user', text });
const said: ChatMessage = { role: 'assistant', thinking: 'Hm.', text: 'I see.', calls: [] };
const called: ChatMessage = {
  role: 'assistant',
  thinking: '',
  text: 'I look.',
  calls: [{ kind: 'call', id: 'c', name: 'read_file', arguments: { path: 'a.ts' } }],
};
const result: ChatMessage = { role: 'tool', callId: 'c', text: codeOfLength(120) };

const infills: readonly Asked[] = [
  infill('at a line', { prefix: `${code}const x`, suffix: '\n}' }),
  infill('typed on', { prefix: `${code}const xy = `, suffix: '\n}' }),
  infill('with another suffix', { prefix: `${code}const xy = `, suffix: '\nreturn xy;\n}' }),
  infill('of the next line', { prefix: `${code}const xy = 1;\n  if (`, suffix: '\nreturn xy;\n}' }),
  infill('with a file', { prefix: 'let a = ', suffix: '', contextFiles: files }),
  infill('with a file, typed on', { prefix: 'let a = b(', suffix: ')', contextFiles: files }),
  infill('of nothing', { prefix: '', suffix: '' }),
];
const replies: readonly Asked[] = [
  reply('first', { system, messages: [user('One')] }),
  reply('first, thinking', { system, messages: [user('One')], thinking: { kind: 'on', maxTokens: 5 } }),
  reply('second', { system, messages: [user('One'), said, user('Two')] }),
  reply('third', { system, messages: [user('One'), said, user('Two'), called, result] }),
  reply('third, thinking', {
    system,
    messages: [user('One'), said, user('Two'), called, result],
    thinking: { kind: 'on', maxTokens: 4 },
  }),
  reply('fourth', { system, messages: [user('One'), said, user('Two'), called, result, said, user('Three')] }),
  reply('elsewhere', { system: 'Another.', messages: [user('One')], tools: [] }),
];

const pool = [...infills, ...replies];

let path: string;
const fresh = new Map<Asked, Answer>();
beforeAll(async () => {
  path = join(await temporaryFolder(), 'tiny.gguf');
  await makeTinyModel(path, { untied: true, seed: 7 });
  const { engine } = await engineWith(path);
  for (const [index, infilled] of infills.entries()) {
    // Another size of context, and so everything anew. Infills and replies have a context each.
    await engine.load({ ...smallLoad, path, contextTokens: 1500 + index }, () => {}, never);
    for (const asked of [infilled, replies[index]]) {
      if (asked !== undefined) fresh.set(asked, await asked.ask(engine, () => {}, never));
    }
  }
  expect(fresh.size).toBe(pool.length);
});

test('whatever went before, was aborted or runs beside it, a request is answered as on a fresh engine', async () => {
  const { engine } = await engineWith(path, { ...smallLoad, contextTokens: 1499 });
  const random = uniformNumbers(42);
  const pick = (below: number): number => Math.floor(random() * below);
  const wrong: unknown[] = [];
  let compared = 0;
  const history: string[] = [];

  const run = async (asked: Asked, abortAfter: number | undefined): Promise<void> => {
    const controller = new AbortController();
    let steps = 0;
    const onStep = (): void => {
      if (steps++ === abortAfter) controller.abort();
    };
    history.push(`${asked.name}${abortAfter === undefined ? '' : ` aborted after ${abortAfter}`}`);
    try {
      const answer = await asked.ask(engine, onStep, controller.signal);
      compared += 1;
      if (answer !== fresh.get(asked)) wrong.push({ expected: fresh.get(asked), answer, history: history.slice(-12) });
    } catch (error) {
      if (!isAbort(error)) throw error;
    }
  };

  for (let round = 0; round < 40; round += 1) {
    const beside = Array.from({ length: 1 + pick(3) }, () => pool.slice(pick(pool.length))).flatMap(([asked]) =>
      asked === undefined ? [] : [asked],
    );
    await Promise.all(beside.map((asked) => run(asked, pick(3) === 0 ? pick(8) : undefined)));
    expect(wrong).toEqual([]);
  }
  expect(compared).toBeGreaterThan(40);
});
