import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalEngine, InfillRequest, ReplyRequest } from '../../src/engine/engine.ts';
import type { ChatMessage } from '../../src/engine/message.ts';
import { codeOfLength } from '../bench/corpus.ts';
import { makeScriptedModel } from '../model/makeScriptedModel.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { greetingScript, toolCall, toolCallScript } from '../model/script.ts';
import { silentLog } from '../../src/base/log.ts';
import { createLlamaEngine } from '../../src/worker/llamaEngine.ts';
import { engineWith, hole, never, question, smallLoad, temporaryFolder } from './withEngine.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});

describe('infill on random weights', () => {
  let engine: LocalEngine;
  beforeAll(async () => {
    const path = join(folder, 'tiny.gguf');
    await makeTinyModel(path);
    ({ engine } = await engineWith(path));
  });

  const code = codeOfLength(2_600);
  const request = (cursorLine: string, suffix: string): InfillRequest => ({
    repository: 'r',
    contextFiles: [],
    path: 'a.ts',
    prefix: code + cursorLine,
    suffix,
    stop: { kind: 'line' },
    maxTokens: 1,
  });
  const evaluated = async (next: InfillRequest): Promise<number> =>
    (await engine.infill(next, () => {}, never)).usage.evaluatedTokens;

  test('10 tokens appended to a prompt of 2,000 cost at most 16', async () => {
    const first = await engine.infill(request('', ''), () => {}, never);
    expect(first.usage.promptTokens).toBeGreaterThan(2_000);
    // Without merges in the small vocabulary each of these characters is a token.
    expect(await evaluated(request('qwqwqwqwqw', ''))).toBeLessThanOrEqual(16);
  });

  test('a changed cursor line costs that line, the suffix and at most 16', async () => {
    const suffix = '\nzq'.repeat(30);
    await evaluated(request('qw', suffix));
    for (const line of ['qwq', 'qwqw', 'zq']) {
      expect(await evaluated(request(line, suffix))).toBeLessThanOrEqual(line.length + suffix.length + 16);
    }
  });

  test('a conversation of the answers of the model itself is counted as it is laid out', async () => {
    const asked = { ...question, maxTokens: 12 };
    let messages: readonly ChatMessage[] = asked.messages;
    for (let turn = 0; turn < 4; turn += 1) {
      const counted = await engine.count({ ...asked, messages }, never);
      const { message, usage } = await engine.reply({ ...asked, messages }, () => {}, never);
      expect(counted).toBe(usage.promptTokens);
      messages = [...messages, message, { role: 'user', text: 'Go on' }];
    }
  });

  test('what is reused changes nothing: the same prompt gives the same text after a detour', async () => {
    const longer = { ...request('const x = ', '\n}'), maxTokens: 12, stop: { kind: 'line' } as const };
    const first = await engine.infill(longer, () => {}, never);
    await engine.infill(request('something else entirely', '\n}'), () => {}, never);
    const again = await engine.infill(longer, () => {}, never);
    expect(again.usage.reusedTokens).toBeGreaterThan(0);
    expect(again.text).toBe(first.text);
  });
});

describe('windows that take turns with their completions', () => {
  const files = [
    { repository: 'first', path: 'a.ts', prefix: codeOfLength(1_800) },
    { repository: 'second', path: 'b.ts', prefix: [...codeOfLength(1_800)].reverse().join('') },
  ];
  const typed = (file: (typeof files)[number], characters: string): InfillRequest => ({
    ...file,
    contextFiles: [],
    prefix: file.prefix + characters,
    suffix: '\n}\n',
    stop: { kind: 'line' },
    maxTokens: 1,
  });

  /** Tokens computed for what is typed in each file once both have been read, the files taking turns. */
  async function evaluatedInTurns(engine: LocalEngine, turns: typeof files): Promise<number> {
    for (const file of turns) await engine.infill(typed(file, ''), () => {}, never);
    let evaluated = 0;
    for (const characters of ['q', 'qw', 'qwq', 'qwqw', 'qwqwq', 'qwqwqw']) {
      for (const file of turns) {
        evaluated += (await engine.infill(typed(file, characters), () => {}, never)).usage.evaluatedTokens;
      }
    }
    return evaluated;
  }

  async function engineFor(windows: number): Promise<LocalEngine> {
    const path = join(folder, `windows-${windows}.gguf`);
    await makeTinyModel(path);
    let tellOpened = (): void => {};
    const secondIsOpen = new Promise<void>((resolve) => {
      tellOpened = resolve;
    });
    const info = (message: string): void => (message.startsWith('a second context') ? tellOpened() : undefined);
    const engine = createLlamaEngine({ ...silentLog, info });
    afterAll(() => engine.dispose());
    engine.expectWindows(windows);
    await engine.load({ ...smallLoad, path }, () => {}, never);
    if (windows > 1) await secondIsOpen;
    return engine;
  }

  test('two of them cost what each costs alone', async () => {
    const single = await engineFor(1);
    const alone: number[] = [];
    for (const file of files) alone.push(await evaluatedInTurns(single, [file]));
    const together = await evaluatedInTurns(await engineFor(2), files);
    const sum = alone.reduce((total, tokens) => total + tokens, 0);
    expect(together).toBeLessThanOrEqual(1.1 * sum);
    // In one lane they read their files anew each time.
    expect(await evaluatedInTurns(single, files)).toBeGreaterThan(10 * sum);
  });

  test('what they share as text is the same as what each gets alone', async () => {
    const [single, shared] = [await engineFor(1), await engineFor(2)];
    for (const file of [...files, ...files]) {
      const request = { ...typed(file, 'const x = '), maxTokens: 8 };
      const { text } = await shared.infill(request, () => {}, never);
      expect(text).toBe((await single.infill(request, () => {}, never)).text);
    }
  });

  test('a window that goes on to another file takes no lane from the other window', async () => {
    const [first, second] = files;
    if (first === undefined || second === undefined) throw new Error('There are two files.');
    const engine = await engineFor(2);
    await engine.infill(typed(first, ''), () => {}, never);
    await engine.infill(typed(second, ''), () => {}, never);
    const next = {
      ...first,
      path: 'c.ts',
      prefix: [...(files[0]?.prefix ?? '')].map((c) => (c === 'e' ? 'u' : c)).join(''),
    };
    await engine.infill(typed(next, ''), () => {}, never);
    expect((await engine.infill(typed(second, 'q'), () => {}, never)).usage.evaluatedTokens).toBeLessThan(40);
  });
});

/** Tokens of `next` beyond what `previous` and its answer already brought into the state. */
async function newTokens(engine: LocalEngine, previous: ReplyRequest, next: ReplyRequest): Promise<number> {
  return (await engine.count(next, never)) - (await engine.count(previous, never));
}

describe('a chat with a tool call', () => {
  const longSystem = `You are a test.\n\n${codeOfLength(1_500)}`;
  const fileText = codeOfLength(700);

  test('the result of a call costs only its own tokens', async () => {
    const path = join(folder, 'tool.gguf');
    await makeScriptedModel(path, toolCallScript);
    const { engine } = await engineWith(path);
    const first: ReplyRequest = { ...question, system: longSystem };
    const { message } = await engine.reply(first, () => {}, never);
    const [call] = message.calls;
    const messages: ChatMessage[] = [
      ...first.messages,
      message,
      { role: 'tool', callId: call?.id ?? '', text: fileText },
    ];
    const second: ReplyRequest = { ...first, messages };
    const { usage } = await engine.reply(second, () => {}, never);
    expect(usage.evaluatedTokens).toBeLessThanOrEqual(1.2 * (await newTokens(engine, first, second)));
    expect(usage.reusedTokens).toBeGreaterThan(usage.promptTokens / 2);
  });

  test('the next question costs only its own tokens, and a new chat keeps the system prompt', async () => {
    const path = join(folder, 'greeting.gguf');
    await makeScriptedModel(path, greetingScript);
    const { engine, readAhead } = await engineWith(path);
    const first: ReplyRequest = { ...question, system: longSystem };
    const isRead = readAhead();
    const { message } = await engine.reply(first, () => {}, never);
    const next: ReplyRequest = {
      ...first,
      messages: [...first.messages, message, { role: 'user', text: 'And then?' }],
    };
    await isRead;
    const { usage: second } = await engine.reply(next, () => {}, never);
    expect(second.evaluatedTokens).toBeLessThanOrEqual(1.2 * (await newTokens(engine, first, next)));

    const fresh: ReplyRequest = { ...first, messages: [{ role: 'user', text: 'Something else' }] };
    const { usage } = await engine.reply(fresh, () => {}, never);
    expect(usage.reusedTokens).toBeGreaterThan(usage.promptTokens * 0.8);
    expect(usage.evaluatedTokens).toBeLessThan(60);
  });

  test('a conversation that is over is not read ahead while another one runs', async () => {
    const path = join(folder, 'two.gguf');
    // Greets, and calls at once where it should think.
    await makeScriptedModel(path, [
      ...greetingScript.slice(1),
      ['\n', ...toolCall('read_file', { path: 'README.md' })],
    ]);
    const { engine } = await engineWith(path);
    const greeted: ReplyRequest = { ...question, system: longSystem };
    const called: ReplyRequest = {
      ...greeted,
      messages: [{ role: 'user', text: codeOfLength(900) }],
      thinking: { kind: 'on', maxTokens: 30 },
    };
    const [, { message }] = await Promise.all([
      engine.reply(greeted, () => {}, never),
      engine.reply(called, () => {}, never),
    ]);
    const result: ChatMessage = { role: 'tool', callId: message.calls[0]?.id ?? '', text: '# Hi' };
    // What is read ahead meanwhile, if anything, is read now.
    await engine.infill({ ...hole, maxTokens: 1 }, () => {}, never);
    const { usage } = await engine.reply(
      { ...called, messages: [...called.messages, message, result] },
      () => {},
      never,
    );
    expect(usage.evaluatedTokens).toBeLessThan(100);
  });

  test('the end of the system prompt survives many turns', async () => {
    const path = join(folder, 'many.gguf');
    await makeScriptedModel(path, greetingScript);
    const { engine } = await engineWith(path);
    let messages: ChatMessage[] = [];
    for (let turn = 0; turn < 12; turn += 1) {
      messages = [...messages, { role: 'user', text: `Question ${turn}` }];
      const { message } = await engine.reply({ ...question, system: longSystem, messages }, () => {}, never);
      messages.push(message);
    }
    const fresh = { ...question, system: longSystem, messages: [{ role: 'user', text: 'New' } as const] };
    expect((await engine.reply(fresh, () => {}, never)).usage.evaluatedTokens).toBeLessThan(60);
  });
});
