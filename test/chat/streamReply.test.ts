import { expect, it } from 'vitest';
import type { ChatEvent } from '../../src/chat/chatEvent.ts';
import { streamReply } from '../../src/chat/streamReply.ts';
import type { ReplyPart } from '../../src/engine/engine.ts';
import { createManualClock } from '../manualClock.ts';

const usage = { promptTokens: 1, reusedTokens: 0, evaluatedTokens: 1, generatedTokens: 2, firstTokenMs: 1, totalMs: 2 };

it('shows that a server is silent or wants to be asked later, until it goes on', async () => {
  const parts: ReplyPart[] = [
    { kind: 'retrying', cause: 'rate-limited', afterSeconds: 3 },
    { kind: 'text', text: 'One' },
    { kind: 'silent', seconds: 20 },
    { kind: 'text', text: ' two' },
  ];
  const events: ChatEvent[] = [];
  await streamReply(
    {
      engine: {
        async reply(_, onPart) {
          for (const part of parts) onPart(part);
          return { message: { role: 'assistant', thinking: '', text: 'One two', calls: [] }, finish: 'end', usage };
        },
      },
      request: { system: '', messages: [], tools: [], thinking: { kind: 'off' }, maxTokens: 10 },
      contextTokens: 100,
      id: 'a',
      emit: (event) => events.push(event),
      clock: createManualClock(),
    },
    new AbortController().signal,
  );
  const activities = events.flatMap((event) => (event.kind === 'activity' ? [event.activity] : []));
  expect(activities).toEqual([
    { kind: 'waiting' },
    { kind: 'retrying', cause: 'rate-limited', afterSeconds: 3 },
    { kind: 'writing' },
    { kind: 'silent', seconds: 20 },
    { kind: 'writing' },
  ]);
});
