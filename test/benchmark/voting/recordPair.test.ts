import { expect, it } from 'vitest';
import { recordPair } from '../../../src/benchmark/voting/recordPair.ts';
import { voteLineSchema } from '../../../src/benchmark/voting/voteLine.ts';
import { contender, startPairs } from '../../chat/pair/pairFixture.ts';
import { fakeReadTool } from '../../chat/fakeTool.ts';

it('an answered pair becomes a line that can be read again, without thinking, tool results or paths of models', async () => {
  const { session, kept } = startPairs(
    {},
    { tools: [fakeReadTool('look', { run: () => ({ kind: 'ok', text: 'SECRET FILE', summary: '1 line' }) })] },
  );
  const left = contender('A', {
    replies: [
      { steps: [{ thinking: 'I ponder.' }, { call: 'look', arguments: { path: 'a.ts' } }] },
      { steps: [{ text: 'Left says.' }] },
    ],
  });
  const right = contender('B', { replies: [{ steps: [{ text: 'Right says.' }] }] });
  await session.askTwo({ question: 'What?', sides: { left, right }, isBlind: true });
  const [answered] = kept.answered;
  if (answered === undefined) throw new Error('not answered');
  const line = recordPair(answered, { id: 'p1', askedAt: '2026-11-30T10:00:00.000Z' });
  expect(voteLineSchema.parse(JSON.parse(JSON.stringify(line)))).toEqual(line);
  expect(line.sides.left.steps).toEqual([
    { kind: 'call', tool: 'look', target: 'a.ts', progress: 'done', summary: '1 line' },
    { kind: 'text', text: 'Left says.' },
  ]);
  expect(line.sides.left.engine).toMatchObject({ label: 'A', identity: 'identity of A', place: 'local' });
  expect(JSON.stringify(line)).not.toMatch(/SECRET|ponder|place\.gguf/);
});
