import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/base/appError.ts';
import type { AgentTask } from '../../src/chat/agentLoop.ts';
import type { ChatEvent } from '../../src/chat/chatEvent.ts';
import { contextBudget } from '../../src/chat/contextBudget.ts';
import type { ReplyPart } from '../../src/engine/engine.ts';
import { deferred } from '../deferred.ts';
import type { EngineScript } from '../engine/scriptedEngine.ts';
import { createManualClock } from '../manualClock.ts';
import { fakeReadTool, fakeWriteTool } from './fakeTool.ts';
import { callsWithoutResult, resultsIn, runLoop } from './loopFixture.ts';

const callRead = { call: 'read', arguments: { path: 'a.ts' } };
const callWrite = { call: 'write', arguments: { path: 'a.ts' } };
const answered = { steps: [{ text: 'Done.' }] };

describe('runAgentLoop', () => {
  it('appends the answer to a question that needs no tool', async () => {
    const { messages, finish, engine } = await runLoop({ replies: [{ steps: [{ text: 'Four.' }] }] }, []);
    expect(messages).toEqual([{ role: 'assistant', thinking: '', text: 'Four.', calls: [] }]);
    expect(finish).toEqual({ kind: 'done' });
    expect(engine.requests).toHaveLength(1);
  });

  it('gives a call its result and asks the model again', async () => {
    const { messages, finish, engine } = await runLoop(
      { replies: [{ steps: [{ text: 'I look. ' }, callRead] }, answered] },
      [fakeReadTool('read')],
    );
    expect(messages.map(({ role, text }) => [role, text])).toEqual([
      ['assistant', 'I look. '],
      ['tool', 'the result'],
      ['assistant', 'Done.'],
    ]);
    expect(engine.requests[1]?.messages).toEqual([{ role: 'user', text: 'question' }, ...messages.slice(0, 2)]);
    expect(finish).toEqual({ kind: 'done' });
  });

  it('tells the whole story in events', async () => {
    const { events } = await runLoop({ replies: [{ steps: [{ thinking: 'Hm.' }, callWrite] }, answered] }, [
      fakeWriteTool('write'),
    ]);
    expect(events.filter(({ kind }) => kind !== 'activity').map(({ kind }) => kind)).toEqual([
      'assistant-began',
      'thinking',
      'thinking-ended',
      'assistant-ended',
      'call-began',
      'call-awaits-approval',
      'call-approved',
      'call-ended',
      'assistant-began',
      'text',
      'assistant-ended',
    ]);
    expect(events.flatMap((event) => (event.kind === 'activity' ? [event.activity.kind] : []))).toEqual([
      'waiting',
      'thinking',
      'writing',
      'calling',
      'awaiting-approval',
      'calling',
      'waiting',
      'waiting',
      'writing',
    ]);
  });

  it.each<{ name: string; script: EngineScript; result: RegExp }>([
    {
      name: 'an unknown tool, with the names of those there are',
      script: { replies: [{ steps: [{ call: 'erase', arguments: {} }] }, answered] },
      result: /^Error \(unknown-tool\): There is no tool "erase"\. The tools are: read, write\.$/,
    },
    {
      name: 'arguments that do not fit, with what was wrong',
      script: { replies: [{ steps: [{ call: 'read', arguments: { nonsense: 'x' } }] }, answered] },
      result: /^Error \(invalid-arguments\): .*nonsense/,
    },
    {
      name: 'a call that could not be read, with its problem',
      script: { replies: [{ steps: [{ malformed: '<tool_call>', problem: 'It has no end.' }] }, answered] },
      result: /^Error \(malformed-call\): It has no end\. Nothing was run\.$/,
    },
  ])('answers $name, runs nothing, and goes on', async ({ script, result }) => {
    const tools = [fakeReadTool('read'), fakeWriteTool('write')];
    const { messages, finish } = await runLoop(script, tools);
    expect(resultsIn(messages)).toEqual([expect.stringMatching(result)]);
    expect(tools.flatMap(({ runs }) => runs)).toEqual([]);
    expect(finish).toEqual({ kind: 'done' });
  });

  it.each<{ name: string; run: () => never | { kind: 'failed'; text: string; summary: string }; isLogged: boolean }>([
    { name: 'fails', run: () => ({ kind: 'failed', text: 'No such file.', summary: 'not found' }), isLogged: false },
    {
      name: 'throws',
      run: () => {
        throw new TypeError('secret path');
      },
      isLogged: true,
    },
  ])('answers a tool that $name with a failure and goes on', async ({ run, isLogged }) => {
    const script = { replies: [{ steps: [callRead] }, answered] };
    const { messages, finish, logged, events } = await runLoop(script, [fakeReadTool('read', { run })]);
    expect(resultsIn(messages)).toEqual([expect.stringMatching(/^Error \(failed\): /)]);
    expect(resultsIn(messages)[0]).not.toContain('secret path');
    expect(logged).toHaveLength(isLogged ? 1 : 0);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'call-ended', progress: 'failed' }));
    expect(finish).toEqual({ kind: 'done' });
  });

  it('ends a tool that takes too long, though it heeds no signal', async () => {
    const clock = createManualClock();
    const tool = fakeReadTool('read', {
      run: () => {
        queueMicrotask(() => clock.advance(5_000));
        return new Promise(() => {});
      },
    });
    const { messages, finish } = await runLoop({ replies: [{ steps: [callRead] }, answered] }, [tool], { clock });
    expect(resultsIn(messages)).toEqual(['Error (timed-out): It took longer than 5 s and was ended.']);
    expect(finish).toEqual({ kind: 'done' });
  });

  it('does not write what the user rejects, tells the model, and goes on', async () => {
    const tool = fakeWriteTool('write');
    const { messages, finish, events } = await runLoop({ replies: [{ steps: [callWrite] }, answered] }, [tool], {
      approve: async () => 'reject',
    });
    expect(tool.runs).toEqual([]);
    expect(resultsIn(messages)).toEqual([expect.stringMatching(/^Error \(denied\): The user rejected this change/)]);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'call-ended', progress: 'denied' }));
    expect(finish).toEqual({ kind: 'done' });
  });

  it('writes only once the user has accepted the change that was shown', async () => {
    const tool = fakeWriteTool('write');
    const runsWhenAsked: number[] = [];
    const { events } = await runLoop({ replies: [{ steps: [callWrite] }, answered] }, [tool], {
      async approve({ change }) {
        runsWhenAsked.push(tool.runs.length);
        expect(change).toEqual({ path: 'a.ts', before: 'old\n', after: 'new\n' });
        return 'accept';
      },
    });
    expect(runsWhenAsked).toEqual([0]);
    expect(tool.runs).toEqual(['a.ts']);
    expect(events).toContainEqual({
      kind: 'call-awaits-approval',
      id: 'call-1',
      edit: { path: 'a.ts', addedLines: 1, removedLines: 1, diff: '@@ -1,1 +1,1 @@\n-old\n+new' },
    });
  });

  it('does not ask about a change that cannot be made', async () => {
    const tool = fakeWriteTool('write', { preview: () => ({ kind: 'failed', text: 'Not found.', summary: 'x' }) });
    const { messages } = await runLoop({ replies: [{ steps: [callWrite] }, answered] }, [tool], {
      approve: () => Promise.reject(new Error('asked')),
    });
    expect(resultsIn(messages)).toEqual(['Error (failed): Not found.']);
    expect(tool.runs).toEqual([]);
  });

  it('offers no tool that writes where nothing may change, and denies a call to one', async () => {
    const tools = [fakeReadTool('read'), fakeWriteTool('write')];
    const script = { replies: [{ steps: [callWrite] }, answered] };
    const { messages, engine, finish } = await runLoop(script, tools, {
      mayChange: false,
      approve: () => Promise.reject(new Error('asked')),
    });
    expect(engine.requests[0]?.tools.map(({ name }) => name)).toEqual(['read']);
    expect(resultsIn(messages)).toEqual([expect.stringMatching(/^Error \(denied\): The user does not trust/)]);
    expect(tools[1]?.runs).toEqual([]);
    expect(finish).toEqual({ kind: 'done' });
  });

  it('names only the tools that may be used', async () => {
    const script = { replies: [{ steps: [{ call: 'erase', arguments: {} }] }, answered] };
    const tools = [fakeReadTool('read'), fakeWriteTool('write')];
    const { messages } = await runLoop(script, tools, { mayChange: false });
    expect(resultsIn(messages)).toEqual([expect.stringMatching(/The tools are: read\.$/)]);
  });

  it('runs several calls of one reply in their order', async () => {
    const tool = fakeReadTool('read');
    const second = { call: 'read', arguments: { path: 'b.ts' } };
    const { messages } = await runLoop({ replies: [{ steps: [callRead, second] }, answered] }, [tool]);
    expect(tool.runs).toEqual(['a.ts', 'b.ts']);
    expect(messages.map((message) => (message.role === 'tool' ? message.callId : message.role))).toEqual([
      'assistant',
      'call-1',
      'call-2',
      'assistant',
    ]);
  });

  it.each([
    { name: 'call', step: callRead, tool: 'read', runs: 2 },
    { name: 'unreadable call', step: { malformed: '<tool_call>', problem: 'No end.' }, tool: '', runs: 0 },
  ])('ends when the same $name comes a third time in a row, without running it', async ({ step, tool, runs }) => {
    const read = fakeReadTool('read');
    const { messages, finish, engine } = await runLoop({ replies: [{ steps: [step], repeats: true }] }, [read]);
    expect(finish).toEqual({ kind: 'repeated-call', tool });
    expect(engine.requests).toHaveLength(3);
    expect(read.runs).toHaveLength(runs);
    expect(callsWithoutResult(messages)).toEqual([]);
  });

  it('ends after the replies it may have, with every call answered', async () => {
    let path = 0;
    const tool = fakeReadTool('read');
    const steps = (): EngineScript['replies'] =>
      Array.from({ length: 9 }, () => ({ steps: [{ call: 'read', arguments: { path: `${++path}` } }] }));
    const { messages, finish, engine } = await runLoop({ replies: steps() }, [tool], {
      limits: { budget: contextBudget(8_000, 1_000), maxReplies: 4, toolTimeoutMs: 5_000 },
    });
    expect(finish).toEqual({ kind: 'too-many-replies', maxReplies: 4 });
    expect(engine.requests).toHaveLength(4);
    expect(callsWithoutResult(messages)).toEqual([]);
  });

  it('ends and keeps everything when a result leaves no room for another reply', async () => {
    const long = 'x'.repeat(40_000);
    const tool = fakeReadTool('read', { run: () => ({ kind: 'ok', text: long, summary: '' }) });
    const { messages, finish, engine } = await runLoop({ replies: [{ steps: [callRead] }] }, [tool]);
    expect(finish).toEqual({ kind: 'context-full', promptTokens: expect.any(Number), roomTokens: 7_000 });
    expect(resultsIn(messages)).toEqual([long]);
    expect(engine.requests).toHaveLength(1);
  });

  it('says so when the model gives nothing, and keeps no empty message', async () => {
    const { messages, finish } = await runLoop({ replies: [{ steps: [] }] }, []);
    expect({ messages, finish }).toEqual({ messages: [], finish: { kind: 'empty' } });
  });

  it('marks an answer that reached its limit as cut off', async () => {
    const { finish, events } = await runLoop({ replies: [{ steps: [{ text: 'And so' }], isCutOff: true }] }, []);
    expect(finish).toEqual({ kind: 'cut-off' });
    expect(events).toContainEqual(expect.objectContaining({ kind: 'assistant-ended', progress: 'cut-off' }));
  });

  it('keeps what was said when the engine dies', async () => {
    const { messages, finish, events } = await runLoop(
      { replies: [{ steps: [{ text: 'Half an' }, { crash: true }] }] },
      [],
    );
    expect(messages).toEqual([{ role: 'assistant', thinking: '', text: 'Half an', calls: [] }]);
    expect(finish).toEqual({ kind: 'failed', error: expect.any(AppError) });
    expect(events.at(-1)).toMatchObject({ kind: 'assistant-ended', progress: 'failed' });
  });

  it('tells calls of two replies apart though the engine gave them one id', async () => {
    const { messages } = await runLoop({ replies: [{ steps: [callRead] }, answered] }, [fakeReadTool('read')], {
      messages: [
        {
          role: 'assistant',
          thinking: '',
          text: '',
          calls: [{ kind: 'call', id: 'call-1', name: 'x', arguments: {} }],
        },
        { role: 'tool', callId: 'call-1', text: '' },
        { role: 'user', text: 'question' },
      ],
    });
    expect(messages[1]).toMatchObject({ role: 'tool', callId: 'call-1-2' });
    expect(callsWithoutResult(messages)).toEqual([]);
  });
});

/** Streams the parts, then gives the message, whatever happens meanwhile. */
function heedlessEngine(parts: readonly (ReplyPart | (() => void))[], text: string): AgentTask['engine'] {
  const usage = {
    promptTokens: 1,
    reusedTokens: 0,
    evaluatedTokens: 1,
    generatedTokens: 1,
    firstTokenMs: 1,
    totalMs: 1,
  };
  return {
    count: async () => 1,
    async reply(_request, onPart) {
      for (const part of parts) {
        if (typeof part === 'function') part();
        else onPart(part);
      }
      return { message: { role: 'assistant', thinking: '', text, calls: [] }, finish: 'end', usage };
    },
  };
}

const shownText = (events: readonly ChatEvent[]): string =>
  events.map((event) => (event.kind === 'text' ? event.text : '')).join('');

describe('runAgentLoop and what it shows', () => {
  it('shows the end of an answer that the engine did not stream', async () => {
    const engine = heedlessEngine([{ kind: 'text', text: 'Half an' }], 'Half an answer.');
    const { events } = await runLoop({}, [], { engine });
    expect(shownText(events)).toBe('Half an answer.');
  });

  it('shows nothing that comes after an abort', async () => {
    const controller = new AbortController();
    const parts = [
      { kind: 'text' as const, text: 'Half' },
      () => controller.abort(),
      { kind: 'text' as const, text: ' an' },
    ];
    const engine = heedlessEngine(parts, 'Half an');
    const { events, messages } = await runLoop({}, [], { engine, signal: controller.signal });
    expect(shownText(events)).toBe('Half');
    expect(messages).toMatchObject([{ text: 'Half' }]);
  });
});

describe('runAgentLoop when it is aborted', () => {
  it('is stopped, and no other ending, also in the last reply it may have', async () => {
    const controller = new AbortController();
    const tool = fakeReadTool('read', {
      run: () => {
        controller.abort();
        return new Promise(() => {});
      },
    });
    const { finish } = await runLoop({ replies: [{ steps: [callRead] }] }, [tool], {
      limits: { budget: contextBudget(8_000, 1_000), maxReplies: 1, toolTimeoutMs: 5_000 },
      signal: controller.signal,
    });
    expect(finish).toEqual({ kind: 'stopped' });
  });

  it('keeps the text that was shown', async () => {
    const controller = new AbortController();
    const { messages, finish, events } = await runLoop(
      { replies: [{ steps: [{ text: 'Half an' }, { hook: () => controller.abort() }, { text: ' answer' }] }] },
      [],
      { signal: controller.signal },
    );
    expect(messages).toEqual([{ role: 'assistant', thinking: '', text: 'Half an', calls: [] }]);
    expect(finish).toEqual({ kind: 'stopped' });
    expect(events.at(-1)).toMatchObject({ kind: 'assistant-ended', progress: 'stopped' });
  });

  it('does not wait for an engine that heeds no signal', async () => {
    const controller = new AbortController();
    const hook = (): Promise<void> => {
      controller.abort();
      return new Promise(() => {});
    };
    const { finish } = await runLoop({ replies: [{ steps: [{ hook }] }] }, [], { signal: controller.signal });
    expect(finish).toEqual({ kind: 'stopped' });
  });

  it.each([
    { moment: 'a tool runs', tool: 'read', result: /^Stopped by the user while it ran/ },
    { moment: 'a change awaits approval', tool: 'write', result: /^Not run: the user stopped/ },
  ])('answers every call when it happens while $moment', async ({ tool, result }) => {
    const controller = new AbortController();
    const forever = (): Promise<never> => {
      controller.abort();
      return new Promise(() => {});
    };
    const tools = [fakeReadTool('read', { run: forever }), fakeWriteTool('write')];
    const steps = [{ call: tool, arguments: { path: 'a.ts' } }, callRead];
    const { messages, finish, events } = await runLoop({ replies: [{ steps }] }, tools, {
      approve: forever,
      signal: controller.signal,
    });
    expect(resultsIn(messages)).toEqual([expect.stringMatching(result), 'Not run: the user stopped the answer first.']);
    expect(callsWithoutResult(messages)).toEqual([]);
    expect(tools[1]?.runs).toEqual([]);
    expect(events.filter(({ kind }) => kind === 'call-ended')).toMatchObject([
      { progress: 'stopped' },
      { progress: 'stopped' },
    ]);
    expect(finish).toEqual({ kind: 'stopped' });
  });

  it('does not run a call that was accepted in the moment of the abort', async () => {
    const controller = new AbortController();
    const decided = deferred<'accept'>();
    const tool = fakeWriteTool('write');
    await runLoop({ replies: [{ steps: [callWrite] }] }, [tool], {
      signal: controller.signal,
      approve() {
        decided.resolve('accept');
        controller.abort();
        return decided.promise;
      },
    });
    expect(tool.runs).toEqual([]);
  });
});
