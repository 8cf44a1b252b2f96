import { expect, it } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import { createChatSession } from '../../src/chat/session.ts';
import { engineOverChannel } from '../../src/engine/engineOverChannel.ts';
import { serveEngine } from '../../src/engine/serveEngine.ts';
import { toolList } from '../../src/tools/toolList.ts';
import { memoryChannels } from '../engine/memoryChannel.ts';
import type { ScriptedStep } from '../engine/dialogue.ts';
import { createScriptedEngine } from '../engine/scriptedEngine.ts';
import { forgetPairs } from './forgetPairs.ts';
import { createManualClock } from '../manualClock.ts';
import { createMemoryFiles } from '../tools/memoryFiles.ts';
import { callsWithoutResult, resultsIn } from './loopFixture.ts';

const edit = (oldText: string, newText: string): ScriptedStep => ({
  call: 'edit_file',
  arguments: { file_path: 'src/sum.ts', old_string: oldText, new_string: newText },
});

/** The product's own session, tools and channel; only the model and the disk are made up. */
it('a dialogue edits a file twice, the second time after a rejection', async () => {
  const files = createMemoryFiles({ 'src/sum.ts': 'export const sum = (a, b) => a - b;\n', 'README.md': '# Sums\n' });
  const channels = memoryChannels();
  serveEngine(
    createScriptedEngine({
      replies: [
        { when: 'sum is wrong', steps: [{ text: 'I search. ' }, { call: 'search_text', arguments: { query: 'sum' } }] },
        { when: 'src/sum.ts', steps: [{ call: 'read_file', arguments: { path: 'src/sum.ts' } }] },
        { when: 'a - b', steps: [edit('a - b', 'a * b')] },
        { when: 'Error (denied)', steps: [edit('a - b', 'a + b')] },
        { when: 'Edited src/sum.ts', steps: [edit('(a, b)', '(a: number, b: number)')] },
        { when: 'Edited src/sum.ts', steps: [{ text: 'It adds now.' }] },
      ],
    }),
    channels.worker,
  );
  const session = createChatSession({
    engine: engineOverChannel(channels.host, silentLog),
    summarizers: () => [],
    tools: toolList,
    files,
    facts: () => ({ folderNames: ['app'], operatingSystem: 'Linux' }),
    settings: () => ({ maxReplyTokens: 1_000 }),
    describeProblem: (problem) => ({ severity: 'error', text: problem.kind, action: undefined }),
    pairs: forgetPairs,
    clock: createManualClock(),
    log: silentLog,
  });
  session.setSurroundings({
    model: { kind: 'ready', name: 'Scripted', chat: true, tools: true, thinking: true, contextTokens: 8_000 },
    workspace: 'trusted',
    thinking: false,
  });
  session.onEvent((event) => {
    if (event.kind !== 'call-awaits-approval') return;
    session.decide(event.id, event.edit?.diff.includes('a * b') === true ? 'reject' : 'accept');
  });

  await session.send('The sum is wrong');

  expect(files.texts.get('src/sum.ts')).toBe('export const sum = (a: number, b: number) => a + b;\n');
  expect(
    session.state.entries.map((entry) => (entry.kind === 'call' ? `${entry.tool} ${entry.progress}` : entry.kind)),
  ).toEqual([
    'user',
    'assistant',
    'search_text done',
    'assistant',
    'read_file done',
    'assistant',
    'edit_file denied',
    'assistant',
    'edit_file done',
    'assistant',
    'edit_file done',
    'assistant',
  ]);
  expect(session.messages.at(-1)).toMatchObject({ role: 'assistant', text: 'It adds now.' });
  expect(resultsIn(session.messages)).toHaveLength(5);
  expect(callsWithoutResult(session.messages)).toEqual([]);
});
