import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/base/appError.ts';
import { emptyChat } from '../../../src/chat/chatState.ts';
import { reduceChat } from '../../../src/chat/reduceChat.ts';
import { readFile } from '../../../src/tools/readFile.ts';
import { deferred } from '../../deferred.ts';
import { fakeReadTool, fakeWriteTool } from '../fakeTool.ts';
import { contender, startPairs, textOf } from './pairFixture.ts';

const question = 'Which one?';
const answers = (text: string) => ({ replies: [{ repeats: true, steps: [{ text }] }] });
const failing = {
  replies: [
    {
      steps: [
        { text: 'It beg' },
        {
          hook: () => {
            throw new AppError('engine-closed', {});
          },
        },
      ],
    },
  ],
};
const hanging = (text: string) => ({ replies: [{ steps: [{ text }, { hang: true as const }] }] });

/** Settles once what was asked for so far has been heard. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('asking two engines', () => {
  it('streams both side by side, each event to its side', async () => {
    const [leftGoesOn, rightGoesOn] = [deferred(), deferred()];
    const left = contender('A', {
      replies: [{ steps: [{ text: 'one ' }, { hook: () => leftGoesOn.promise }, { text: 'three' }] }],
    });
    const right = contender('B', {
      replies: [{ steps: [{ text: 'two ' }, { hook: () => rightGoesOn.promise }, { text: 'four' }] }],
    });
    const { session, pair, view, clock } = startPairs();
    const asked = session.askTwo({ question, sides: { left, right }, isBlind: false });
    await settle();
    clock.advance(40);
    expect([textOf(pair(), 'left'), textOf(pair(), 'right')]).toEqual(['one ', 'two ']);
    expect(session.state.activity).toEqual({ kind: 'asking-two' });
    rightGoesOn.resolve();
    await settle();
    expect(pair().sides.right).toMatchObject({ label: 'B', progress: 'done', activity: { kind: 'idle' } });
    expect(pair().sides.left.progress).toBe('answering');
    leftGoesOn.resolve();
    await asked;
    expect([textOf(pair(), 'left'), textOf(pair(), 'right')]).toEqual(['one three', 'two four']);
    expect(session.state.activity).toEqual({ kind: 'idle' });
    expect(view()).toEqual(session.state);
    expect([left.opened(), right.opened()]).toEqual([0, 0]);
  });

  it('measures each side by the same clock, and adds up what its requests took', async () => {
    const { session, pair, clock } = startPairs({}, { tools: [fakeReadTool('look')] });
    const left = contender('A', {
      replies: [
        { steps: [{ hook: () => clock.advance(70) }, { call: 'look', arguments: { path: 'a' } }] },
        { steps: [{ hook: () => clock.advance(30) }, { text: 'Done.' }] },
      ],
    });
    await session.askTwo({ question, sides: { left, right: contender('B', answers('x')) }, isBlind: false });
    const { figures } = pair().sides.left;
    expect(figures).toMatchObject({ firstTokenMs: 70, totalMs: 100, cost: { kind: 'known', usd: 0.5 } });
    const sizes = left.engine.requests.map(({ system, messages, tools }) =>
      Math.ceil((system + JSON.stringify(messages) + JSON.stringify(tools)).length / 4),
    );
    expect(sizes).toHaveLength(2);
    expect(figures?.promptTokens).toBe((sizes[0] ?? 0) + (sizes[1] ?? 0));
  });

  it('shows the error of one side, and the other goes on', async () => {
    const { session, pair, kept } = startPairs();
    await session.askTwo({
      question,
      sides: { left: contender('A', failing), right: contender('B', answers('fine')) },
      isBlind: false,
    });
    const { left, right } = pair().sides;
    expect(left.progress).toBe('failed');
    expect(left.entries.at(-1)).toMatchObject({ kind: 'notice', text: 'problem: failed' });
    expect(left.figures).toMatchObject({ generatedTokens: undefined, cost: { kind: 'unknown' } });
    expect(right.progress).toBe('done');
    expect(kept.answered).toEqual([]);
  });

  it('shows what keeps an engine from being opened, and the other goes on', async () => {
    const { session, pair } = startPairs();
    const closed = { ...contender('A', {}), open: () => Promise.reject(new AppError('no-model', {})) };
    await session.askTwo({
      question,
      sides: { left: closed, right: contender('B', answers('fine')) },
      isBlind: false,
    });
    expect(pair().sides.left.entries).toMatchObject([{ kind: 'notice', text: 'problem: failed' }]);
    expect(pair().sides.right.progress).toBe('done');
  });

  it('stops one side or both, and keeps what was said', async () => {
    const { session, pair } = startPairs();
    const sides = { left: contender('A', hanging('left ')), right: contender('B', hanging('right ')) };
    const asked = session.askTwo({ question, sides, isBlind: false });
    await settle();
    session.pair.stopSide(pair().id, 'right');
    await settle();
    expect(pair().sides).toMatchObject({ left: { progress: 'answering' }, right: { progress: 'stopped' } });
    session.pair.keep(pair().id, 'right');
    expect(pair().sides.right.progress).toBe('stopped');
    session.stop();
    await asked;
    expect(pair().sides.left.progress).toBe('stopped');
    session.pair.keep(pair().id, 'right');
    expect(session.messages.at(-1)).toMatchObject({ role: 'assistant', text: 'right ' });
  });

  it('puts the kept answer into the conversation, and the next question goes on from it alone', async () => {
    const { session, engine, pair, view, kept } = startPairs(answers('Next.'));
    const sides = { left: contender('A', answers('left answer')), right: contender('B', answers('right answer')) };
    await session.askTwo({ question, sides, isBlind: false });
    session.pair.keep(pair().id, 'right');
    expect(session.state.entries.map((entry) => ('text' in entry ? entry.text : entry.kind))).toEqual([
      question,
      'right answer',
    ]);
    await session.send('And then?');
    expect(engine.requests[0]?.messages.map(({ text }) => text)).toEqual([question, 'right answer', 'And then?']);
    expect(JSON.stringify(engine.requests)).not.toContain('left answer');
    expect(view()).toEqual(session.state);
    expect(kept.kept).toEqual(['right']);
  });

  it('keeps the left answer with its calls, and knows the files that it read', async () => {
    const edits = fakeWriteTool('edit');
    const { session, pair } = startPairs({}, { tools: [readFile, edits], files: { 'a.ts': 'text' } });
    const left = contender('A', {
      replies: [
        { steps: [{ call: 'read_file', arguments: { path: 'a.ts' } }] },
        { steps: [{ text: 'It holds text.' }] },
      ],
    });
    const right = contender('B', answers('No idea.'));
    await session.askTwo({ question, sides: { left, right }, isBlind: false });
    session.pair.keep(pair().id, 'left');
    expect(session.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant']);
    expect(right.engine.requests[0]?.messages).toHaveLength(1);
  });

  it('offers tools that only read, and refuses the others', async () => {
    const edits = fakeWriteTool('edit');
    const { session, pair } = startPairs({}, { tools: [fakeReadTool('look'), edits] });
    const left = contender('A', {
      replies: [{ steps: [{ call: 'edit', arguments: { path: 'a' } }] }, { steps: [{ text: 'I cannot.' }] }],
    });
    await session.askTwo({ question, sides: { left, right: contender('B', answers('x')) }, isBlind: false });
    expect(left.engine.requests[0]?.tools.map(({ name }) => name)).toEqual(['look']);
    expect(left.engine.requests[0]?.system).toContain('cannot change');
    expect(edits.runs).toEqual([]);
    expect(pair().sides.left.entries).toContainEqual(expect.objectContaining({ kind: 'call', progress: 'failed' }));
  });

  it('lets one wait for the other where both compute on this machine, so that each is timed alone', async () => {
    const order: string[] = [];
    const noting = (name: string) => ({
      replies: [
        {
          steps: [
            { hook: () => void order.push(`${name} begins`) },
            { text: name },
            { hook: () => void order.push(`${name} ends`) },
          ],
        },
      ],
    });
    const { session, pair } = startPairs();
    const sides = {
      left: contender('A', noting('A'), { needsMachine: true }),
      right: contender('B', noting('B'), { needsMachine: true }),
    };
    await session.askTwo({ question, sides, isBlind: false });
    expect(order).toEqual(['A begins', 'A ends', 'B begins', 'B ends']);
    expect(pair().isInTurn).toBe(true);
  });

  it('does not begin the second when both are stopped during the first', async () => {
    const { session, pair } = startPairs();
    const right = contender('B', answers('b'), { needsMachine: true });
    let wasOpened = false;
    const watched = {
      ...right,
      open(signal: AbortSignal) {
        wasOpened = true;
        return right.open(signal);
      },
    };
    const left = contender('A', hanging('a'), { needsMachine: true });
    const asked = session.askTwo({ question, sides: { left, right: watched }, isBlind: false });
    await settle();
    session.stop();
    await asked;
    expect(wasOpened).toBe(false);
    expect(pair().sides.right.progress).toBe('stopped');
  });

  it('asks nothing more before one is kept or neither, which gives the question back', async () => {
    const { session, pair } = startPairs(answers('Chat.'));
    const sides = { left: contender('A', answers('a')), right: contender('B', answers('b')) };
    await session.askTwo({ question, sides, isBlind: false });
    await session.send('More?');
    expect(session.state.refused).toEqual({ text: 'More?', reason: { kind: 'undecided-pair' } });
    session.pair.keepNeither('another');
    session.pair.keepNeither(pair().id);
    expect(session.state).toMatchObject({ entries: [], refused: { text: question, reason: { kind: 'kept-neither' } } });
    expect(session.messages).toEqual([]);
    await session.send('More?');
    expect(session.messages).toHaveLength(2);
  });

  it('is forgotten with the conversation, and what still comes is not heard', async () => {
    const { session, events } = startPairs();
    const sides = { left: contender('A', hanging('a')), right: contender('B', hanging('b')) };
    const asked = session.askTwo({ question, sides, isBlind: false });
    await settle();
    session.clear();
    const heard = events.length;
    await asked;
    expect(events.slice(heard)).toEqual([]);
    expect(session.state.entries).toEqual([]);
  });
});

describe('asking two engines blind', () => {
  const sides = () => ({
    left: contender('Anthropic Sonnet', {
      replies: [{ steps: [{ thinking: 'As Sonnet I think.' }, { text: 'the left answer' }] }],
    }),
    right: contender('Local Qwen', answers('the right answer')),
  });

  it('tells nothing but the answers, and those only when both are there', async () => {
    const goesOn = deferred();
    const { session, events, view } = startPairs();
    const slow = contender('Slow', { replies: [{ steps: [{ hook: () => goesOn.promise }, { text: 'slow' }] }] });
    const asked = session.askTwo({ question, sides: { ...sides(), right: slow }, isBlind: true });
    await settle();
    expect(JSON.stringify(events)).not.toContain('left answer');
    goesOn.resolve();
    await asked;
    expect(view().entries[1]).toMatchObject({ isHidden: true, canVote: true });
    // All that the view is told before the vote, letter by letter.
    const pairEvents = events.filter(({ kind }) => kind.startsWith('pair'));
    expect(JSON.parse(JSON.stringify(pairEvents))).toEqual([
      { kind: 'pair-began', id: 'pair-1', questionId: 'user-2', isInTurn: false },
      {
        kind: 'pair-shown',
        id: 'pair-1',
        isHidden: true,
        canVote: true,
        sides: {
          left: {
            progress: 'done',
            entries: [{ kind: 'assistant', id: 'left-0', thinking: '', text: 'the left answer', progress: 'done' }],
            activity: { kind: 'idle' },
          },
          right: {
            progress: 'done',
            entries: [{ kind: 'assistant', id: 'right-0', thinking: '', text: 'slow', progress: 'done' }],
            activity: { kind: 'idle' },
          },
        },
      },
    ]);
  });

  it('shows names and figures after one vote, and keeps nothing before it', async () => {
    const { session, pair, view, kept } = startPairs();
    await session.askTwo({ question, sides: sides(), isBlind: true });
    session.pair.keep(pair().id, 'left');
    expect(kept.kept).toEqual([]);
    session.pair.vote(pair().id, 'right');
    session.pair.vote(pair().id, 'left');
    expect(kept.votes).toEqual(['right']);
    expect(pair()).toMatchObject({ isHidden: false, canVote: false, vote: 'right' });
    expect(pair().sides.left).toMatchObject({ label: 'Anthropic Sonnet', figures: { cost: { usd: 0.25 } } });
    session.pair.keep(pair().id, 'left');
    expect(session.messages.at(-1)).toMatchObject({ text: 'the left answer' });
    expect(view()).toEqual(session.state);
  });

  it('can be ended without a vote, which is told', async () => {
    const { session, pair, kept } = startPairs();
    await session.askTwo({ question, sides: sides(), isBlind: true });
    session.pair.reveal(pair().id);
    expect(pair()).toMatchObject({ isHidden: false, canVote: false, vote: undefined });
    session.pair.vote(pair().id, 'tie');
    expect(kept).toMatchObject({ votes: [], revealed: [pair().id] });
    expect(kept.answered).toHaveLength(1);
  });

  it('is open at once where one has no whole answer: there is nothing to vote on', async () => {
    const { session, pair, kept } = startPairs();
    const failingSide = contender('Failing', failing);
    await session.askTwo({ question, sides: { ...sides(), right: failingSide }, isBlind: true });
    expect(pair()).toMatchObject({ isHidden: false, canVote: false, sides: { right: { label: 'Failing' } } });
    expect(kept.answered).toEqual([]);
  });
});

it('ignores what happens to a pair that is not there', () => {
  const state = reduceChat(emptyChat, { kind: 'pair-kept', id: 'none', side: 'left' });
  expect(reduceChat(state, { kind: 'pair-dropped', id: 'none' }).entries).toEqual([]);
});
