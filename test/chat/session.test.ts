import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/base/appError.ts';
import { silentLog } from '../../src/base/log.ts';
import type { ChatEvent } from '../../src/chat/chatEvent.ts';
import { type ChatState, type Surroundings, emptyChat } from '../../src/chat/chatState.ts';
import { reduceChat } from '../../src/chat/reduceChat.ts';
import type { ChatProblem } from '../../src/chat/chatProblem.ts';
import { type ChatSession, createChatSession } from '../../src/chat/session.ts';
import type { Tool } from '../../src/tools/tool.ts';
import { deferred } from '../deferred.ts';
import { type EngineScript, type ScriptedEngine, createScriptedEngine } from '../engine/scriptedEngine.ts';
import { createManualClock } from '../manualClock.ts';
import { createMemoryFiles } from '../tools/memoryFiles.ts';
import { forgetPairs } from './forgetPairs.ts';
import { fakeReadTool, fakeWriteTool } from './fakeTool.ts';
import { callsWithoutResult, resultsIn } from './loopFixture.ts';

type ReadyModel = Extract<Surroundings['model'], { kind: 'ready' }>;

const model: ReadyModel = {
  kind: 'ready',
  name: 'Scripted',
  chat: true,
  tools: true,
  thinking: true,
  contextTokens: 4_000,
};
const surroundings: Surroundings = { model, workspace: 'trusted', thinking: false };

interface Setting {
  readonly tools?: readonly Tool[];
  readonly surroundings?: Surroundings;
  readonly maxReplyTokens?: number;
}

interface Fixture {
  readonly session: ChatSession;
  readonly engine: ScriptedEngine;
  readonly events: readonly ChatEvent[];
  readonly problems: readonly ChatProblem[];
  /** What a view that heard every event shows. */
  view(): ChatState;
}

function start(script: EngineScript, setting: Setting = {}): Fixture {
  const engine = createScriptedEngine(script);
  const problems: ChatProblem[] = [];
  const session = createChatSession({
    engine,
    summarizers: () => [],
    tools: setting.tools ?? [],
    files: createMemoryFiles(),
    facts: () => ({ folderNames: ['app'], operatingSystem: 'Linux' }),
    settings: () => ({ maxReplyTokens: setting.maxReplyTokens ?? 1_000 }),
    describeProblem(problem) {
      problems.push(problem);
      return { severity: 'error', text: `problem: ${problem.kind}`, action: undefined };
    },
    pairs: forgetPairs,
    clock: createManualClock(),
    log: silentLog,
  });
  const events: ChatEvent[] = [];
  session.onEvent((event) => events.push(event));
  session.setSurroundings(setting.surroundings ?? surroundings);
  return { session, engine, events, problems, view: () => events.reduce(reduceChat, emptyChat) };
}

const isKind =
  (kind: ChatEvent['kind']) =>
  (event: ChatEvent): boolean =>
    event.kind === kind;

/** Settles with the first such event from now on. */
function heard(session: ChatSession, isWanted: (event: ChatEvent) => boolean): Promise<void> {
  const wanted = deferred();
  const subscription = session.onEvent((event) => {
    if (!isWanted(event)) return;
    subscription.dispose();
    wanted.resolve();
  });
  return wanted.promise;
}

const shown = ({ state }: ChatSession): unknown[] =>
  state.entries.map((entry) => {
    if (entry.kind === 'user' || entry.kind === 'notice') return [entry.kind, entry.text];
    if (entry.kind === 'pair') return [entry.kind, entry.sides.left.progress, entry.sides.right.progress];
    return entry.kind === 'call' ? [entry.kind, entry.tool, entry.progress] : [entry.kind, entry.text, entry.progress];
  });

describe('a chat session', () => {
  it('shows the question and the answer, and keeps both for the next turn', async () => {
    const { session, engine, view } = start({
      replies: [{ steps: [{ text: 'Two.' }] }, { steps: [{ text: 'Four.' }] }],
    });
    await session.send('One and one?');
    await session.send('Doubled?');
    expect(shown(session)).toEqual([
      ['user', 'One and one?'],
      ['assistant', 'Two.', 'done'],
      ['user', 'Doubled?'],
      ['assistant', 'Four.', 'done'],
    ]);
    expect(engine.requests[1]?.messages.map(({ text }) => text)).toEqual(['One and one?', 'Two.', 'Doubled?']);
    expect(session.state.activity).toEqual({ kind: 'idle' });
    expect(view()).toEqual(session.state);
  });

  it('sends the same beginning each turn, so that the model need not read it again', async () => {
    const { session, engine } = start(
      { replies: [{ steps: [{ text: 'x' }], repeats: true }] },
      { tools: [fakeReadTool('read')] },
    );
    await session.send('one');
    await session.send('two');
    const [first, second] = engine.requests;
    expect([second?.system, second?.tools]).toEqual([first?.system, first?.tools]);
    expect(second?.messages.slice(0, 1)).toEqual(first?.messages);
  });

  it('shows how much of the context is used', async () => {
    const { session } = start({ replies: [{ steps: [{ text: 'Two.' }] }] });
    await session.send('One and one?');
    expect(session.state.context).toEqual({ usedTokens: expect.any(Number), contextTokens: 4_000 });
  });

  it.each([
    { isOn: true, canThink: true, thinking: { kind: 'on', maxTokens: 500 } },
    { isOn: false, canThink: true, thinking: { kind: 'off' } },
    { isOn: true, canThink: false, thinking: { kind: 'off' } },
  ])(
    'asks for thinking only when it is on ($isOn) and the model can ($canThink)',
    async ({ isOn, canThink, thinking }) => {
      const { session, engine } = start(
        { replies: [{ steps: [{ text: 'x' }] }] },
        { surroundings: { ...surroundings, thinking: isOn, model: { ...model, thinking: canThink } } },
      );
      await session.send('Why?');
      expect(engine.requests[0]?.thinking).toEqual(thinking);
    },
  );

  it('keeps thinking apart from the answer', async () => {
    const { session } = start({ replies: [{ steps: [{ thinking: 'Hm, well.' }, { text: 'Yes.' }] }] });
    await session.send('Sure?');
    expect(session.state.entries[1]).toMatchObject({ thinking: 'Hm, well.', thinkingMs: 0, text: 'Yes.' });
    expect(session.messages[1]).toMatchObject({ thinking: 'Hm, well.', text: 'Yes.' });
  });

  it.each<{ workspace: Surroundings['workspace']; tools: boolean; offered: string[] }>([
    { workspace: 'trusted', tools: true, offered: ['read', 'write'] },
    { workspace: 'untrusted', tools: true, offered: ['read'] },
    { workspace: 'none', tools: true, offered: [] },
    { workspace: 'trusted', tools: false, offered: [] },
  ])('offers $offered in a workspace that is $workspace (tools: $tools)', async ({ workspace, tools, offered }) => {
    const { session, engine } = start(
      { replies: [{ steps: [{ text: 'x' }] }] },
      {
        tools: [fakeReadTool('read'), fakeWriteTool('write')],
        surroundings: { ...surroundings, workspace, model: { ...model, tools } },
      },
    );
    await session.send('Hello');
    expect(engine.requests[0]?.tools.map(({ name }) => name)).toEqual(offered);
  });

  it('goes on though a listener throws', async () => {
    const { session } = start({ replies: [{ steps: [{ text: 'Two.' }] }] });
    session.onEvent(() => {
      throw new Error('a view is gone');
    });
    await session.send('One and one?');
    expect(shown(session).at(-1)).toEqual(['assistant', 'Two.', 'done']);
  });
});

describe('a chat session refuses', () => {
  it.each<{ name: string; model: Surroundings['model']; reason: string }>([
    { name: 'without a model', model: { kind: 'none' }, reason: 'no-model' },
    { name: 'while the model loads', model: { kind: 'loading', name: 'x', fraction: 0.5 }, reason: 'no-model' },
    { name: 'when the model cannot chat', model: { ...model, chat: false }, reason: 'cannot-chat' },
  ])('$name and gives the text back', async ({ model: given, reason }) => {
    const { session, engine } = start({}, { surroundings: { ...surroundings, model: given } });
    await session.send('Hello');
    expect(session.state.refused).toMatchObject({ text: 'Hello', reason: { kind: reason } });
    expect(session.state.entries).toEqual([]);
    expect(engine.requests).toEqual([]);
  });

  it('a second message while it answers, and answers the first to its end', async () => {
    const { session } = start({
      replies: [{ steps: [{ hook: () => session.send('Also this') }, { text: 'First.' }] }],
    });
    await session.send('Do this');
    expect(session.state.refused).toEqual({ text: 'Also this', reason: { kind: 'answering' } });
    expect(shown(session)).toEqual([
      ['user', 'Do this'],
      ['assistant', 'First.', 'done'],
    ]);
  });

  it('a message that is longer than the context, and cuts nothing', async () => {
    const { session, engine } = start({});
    await session.send('x'.repeat(20_000));
    expect(session.state.refused?.reason).toEqual({
      kind: 'too-long',
      promptTokens: expect.any(Number),
      roomTokens: 3_000,
      isConversation: false,
    });
    expect([session.messages, session.state.entries, engine.requests]).toEqual([[], [], []]);
  });

  it('a message that fits only without the conversation before it, and says so', async () => {
    const { session } = start({ replies: [{ steps: [{ text: 'y'.repeat(6_000) }] }] });
    await session.send('Write much');
    await session.send('x'.repeat(8_000));
    expect(session.state.refused?.reason).toMatchObject({ kind: 'too-long', isConversation: true });
    expect(session.messages).toHaveLength(2);
  });

  it('and takes the next message that fits', async () => {
    const { session } = start({ replies: [{ steps: [{ text: 'Yes.' }] }] });
    await session.send('x'.repeat(20_000));
    await session.send('Short');
    expect(session.state.refused).toBeUndefined();
    expect(shown(session).at(-1)).toEqual(['assistant', 'Yes.', 'done']);
  });
});

describe('stopping a chat session', () => {
  const call = { call: 'read', arguments: { path: 'a.ts' } };
  const write = { call: 'write', arguments: { path: 'a.ts' } };
  const never = (): Promise<never> => new Promise(() => {});
  const activityIs = (kind: string) => (event: ChatEvent) => event.kind === 'activity' && event.activity.kind === kind;

  it.each<{ moment: string; script: EngineScript; until: (event: ChatEvent) => boolean; last: unknown }>([
    {
      moment: 'while the message is counted',
      script: { onCount: never },
      until: activityIs('waiting'),
      last: ['user', 'Question'],
    },
    {
      moment: 'while the model reads',
      script: {
        replies: [{ steps: [{ prefill: { doneTokens: 1, totalTokens: 9, reusedTokens: 0 } }, { hang: true }] }],
      },
      until: activityIs('reading'),
      last: ['assistant', '', 'stopped'],
    },
    {
      moment: 'while the model thinks',
      script: { replies: [{ steps: [{ thinking: 'Hm' }, { hang: true }] }] },
      until: activityIs('thinking'),
      last: ['assistant', '', 'stopped'],
    },
    {
      moment: 'while the model writes',
      script: { replies: [{ steps: [{ text: 'Half an' }, { hang: true }] }] },
      until: isKind('text'),
      last: ['assistant', 'Half an', 'stopped'],
    },
    {
      moment: 'while a tool runs',
      script: { replies: [{ steps: [call] }] },
      until: activityIs('calling'),
      last: ['call', 'read', 'stopped'],
    },
    {
      moment: 'while a change awaits approval',
      script: { replies: [{ steps: [write] }] },
      until: activityIs('awaiting-approval'),
      last: ['call', 'write', 'stopped'],
    },
  ])('works $moment, and the next message is answered', async ({ script, until, last }) => {
    const { onCount = () => undefined } = script;
    let isFirst = true;
    const { session, view } = start(
      {
        replies: [
          ...(script.replies ?? []).map((reply) => ({ ...reply, when: 'Question' })),
          { steps: [{ text: 'Yes.' }] },
        ],
        onCount: (prompt, signal) => (isFirst ? onCount(prompt, signal) : undefined),
      },
      { tools: [fakeReadTool('read', { run: never }), fakeWriteTool('write')] },
    );
    const reached = heard(session, until);
    const turn = session.send('Question');
    await reached;
    session.stop();
    await turn;
    isFirst = false;
    expect(shown(session).at(-1)).toEqual(last);
    expect(session.state.activity).toEqual({ kind: 'idle' });

    await session.send('Next');
    expect(shown(session).slice(-2)).toEqual([
      ['user', 'Next'],
      ['assistant', 'Yes.', 'done'],
    ]);
    expect(callsWithoutResult(session.messages)).toEqual([]);
    expect(view()).toEqual(session.state);
  });

  it('keeps what the user saw for the model as well', async () => {
    const { session, engine } = start({
      replies: [
        { steps: [{ text: 'Half an' }, { hook: () => session.stop() }, { hang: true }] },
        { steps: [{ text: 'Go on.' }] },
      ],
    });
    await session.send('Question');
    await session.send('And?');
    expect(engine.requests[1]?.messages.map(({ text }) => text)).toEqual(['Question', 'Half an', 'And?']);
  });

  it('does nothing when nothing is answered', () => {
    const { session, events } = start({});
    const before = events.length;
    session.stop();
    expect(events).toHaveLength(before);
  });
});

describe('deciding on a change', () => {
  const script: EngineScript = {
    replies: [{ steps: [{ call: 'write', arguments: { path: 'a.ts' } }] }, { steps: [{ text: 'Ok.' }] }],
  };

  it.each([
    { decision: 'accept' as const, progress: 'done', runs: ['a.ts'] },
    { decision: 'reject' as const, progress: 'denied', runs: [] },
  ])('$decision: the change is $progress', async ({ decision, progress, runs }) => {
    const tool = fakeWriteTool('write');
    const { session } = start(script, { tools: [tool] });
    const asked = heard(session, isKind('call-awaits-approval'));
    const turn = session.send('Change it');
    await asked;
    expect(session.pendingChange('call-1')).toEqual({ path: 'a.ts', before: 'old\n', after: 'new\n' });
    expect(session.decide('call-1', decision)).toBe(true);
    await turn;
    expect(tool.runs).toEqual(runs);
    expect(shown(session)).toContainEqual(['call', 'write', progress]);
    expect(session.decide('call-1', decision)).toBe(false);
    expect(session.pendingChange('call-1')).toBeUndefined();
  });

  it('can be done by whoever hears of the change, at once', async () => {
    const tool = fakeWriteTool('write');
    const { session } = start(script, { tools: [tool] });
    session.onEvent((event) => {
      if (event.kind === 'call-awaits-approval') session.decide(event.id, 'accept');
    });
    await session.send('Change it');
    expect(tool.runs).toEqual(['a.ts']);
  });

  it('is for the call that was named alone', async () => {
    const tool = fakeWriteTool('write');
    const { session } = start(script, { tools: [tool] });
    const asked = heard(session, isKind('call-awaits-approval'));
    const turn = session.send('Change it');
    await asked;
    expect(session.decide('call-2', 'accept')).toBe(false);
    expect(tool.runs).toEqual([]);
    session.stop();
    await turn;
    expect(session.decide('call-1', 'accept')).toBe(false);
    expect(tool.runs).toEqual([]);
  });
});

describe('when a turn goes wrong', () => {
  it('tells once of an engine that died, keeps both texts, and answers the next message', async () => {
    const { session, problems } = start({
      replies: [{ steps: [{ text: 'Half an' }, { crash: true }] }, { steps: [{ text: 'Here.' }] }],
    });
    await session.send('Question');
    expect(shown(session)).toEqual([
      ['user', 'Question'],
      ['assistant', 'Half an', 'failed'],
      ['notice', 'problem: failed'],
    ]);
    expect(problems).toEqual([{ kind: 'failed', error: expect.any(AppError) }]);
    await session.send('Question');
    expect(shown(session).at(-1)).toEqual(['assistant', 'Here.', 'done']);
  });

  it('keeps the question when the engine died before it was counted', async () => {
    const onCount = (): never => {
      throw new AppError('worker-crashed', { exitCode: 1, signal: null, during: 'count' });
    };
    const { session } = start({ onCount });
    await session.send('Question');
    expect(shown(session)).toEqual([
      ['user', 'Question'],
      ['notice', 'problem: failed'],
    ]);
    expect(session.state.activity).toEqual({ kind: 'idle' });
  });

  it.each<{ problem: ChatProblem['kind']; script: EngineScript }>([
    { problem: 'empty', script: { replies: [{ steps: [] }] } },
    {
      problem: 'repeated-call',
      script: { replies: [{ steps: [{ call: 'read', arguments: { path: 'a' } }], repeats: true }] },
    },
    {
      problem: 'context-full',
      script: { replies: [{ steps: [{ text: 'z'.repeat(16_000) }, { call: 'read', arguments: { path: 'a' } }] }] },
    },
  ])('says why the answer ended: $problem', async ({ problem, script }) => {
    const { session, problems } = start(script, { tools: [fakeReadTool('read')] });
    await session.send('Question');
    expect(problems.map(({ kind }) => kind)).toEqual([problem]);
    expect(shown(session).at(-1)).toEqual(['notice', `problem: ${problem}`]);
  });

  it('shows nothing but the end of an answer that was cut off', async () => {
    const { session, problems } = start({ replies: [{ steps: [{ text: 'And so' }], isCutOff: true }] });
    await session.send('Question');
    expect(shown(session).at(-1)).toEqual(['assistant', 'And so', 'cut-off']);
    expect(problems).toEqual([]);
  });
});

describe('clearing a chat session', () => {
  it('forgets the conversation and what it has read', async () => {
    const { session, engine } = start({ replies: [{ steps: [{ text: 'x' }], repeats: true }] });
    await session.send('one');
    session.clear();
    expect([session.messages, session.state.entries, session.state.context]).toEqual([[], [], undefined]);
    await session.send('two');
    expect(engine.requests[1]?.messages).toEqual([{ role: 'user', text: 'two' }]);
  });

  it('while it answers ends the answer, of which nothing more is heard', async () => {
    const { session, events, view } = start({
      replies: [{ steps: [{ text: 'Half an' }, { hang: true }] }, { steps: [{ text: 'New.' }] }],
    });
    const writing = heard(session, isKind('text'));
    const turn = session.send('Old');
    await writing;
    session.clear();
    const next = session.send('New');
    await Promise.all([turn, next]);
    expect(events.slice(events.findIndex(isKind('cleared')) + 1).filter(isKind('assistant-ended'))).toHaveLength(1);
    expect(shown(session)).toEqual([
      ['user', 'New'],
      ['assistant', 'New.', 'done'],
    ]);
    expect(session.messages).toHaveLength(2);
    expect(view()).toEqual(session.state);
  });

  it('while it answers leaves nothing of the answer behind', async () => {
    const { session } = start({ replies: [{ steps: [{ text: 'Half an' }, { hang: true }] }] });
    const writing = heard(session, isKind('text'));
    const turn = session.send('Old');
    await writing;
    session.clear();
    await turn;
    expect([session.messages, session.state.entries]).toEqual([[], []]);
  });

  it('forgets which files were read', async () => {
    const tool: Tool = {
      ...fakeReadTool('read'),
      async run(_input, { seen }) {
        const text = seen.get('a.ts') ?? 'never seen';
        seen.set('a.ts', 'seen before');
        return { kind: 'ok', text, summary: '' };
      },
    };
    const steps = [{ call: 'read', arguments: { path: 'a.ts' } }];
    const turn = [{ steps }, { steps: [{ text: 'x' }] }];
    const { session } = start({ replies: [...turn, ...turn, ...turn] }, { tools: [tool] });
    await session.send('one');
    await session.send('two');
    expect(resultsIn(session.messages)).toEqual(['never seen', 'seen before']);
    session.clear();
    await session.send('three');
    expect(resultsIn(session.messages)).toEqual(['never seen']);
  });

  it('gives no two entries one id', async () => {
    const { session, events } = start({ replies: [{ steps: [{ text: 'x' }], repeats: true }] });
    await session.send('one');
    session.clear();
    await session.send('two');
    const ids = events.flatMap((event) =>
      event.kind === 'user' || event.kind === 'assistant-began' ? [event.id] : [],
    );
    expect(new Set(ids).size).toBe(4);
  });
});
