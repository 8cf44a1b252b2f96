/**
 * The page that votes on kept answers are cast on. It shows what the host says of one pair at a time, which before the vote
 * is nothing but the answers.
 */
import { render } from 'preact';
import type { ToVoting } from '../../benchmark/voting/votingMessage.ts';
import { connectHost } from '../hostApi.ts';
import { BallotApp } from './ballotApp.tsx';

const root = document.getElementById('chat') ?? document.body;
const host = connectHost();

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = event.data;
  if (isToVoting(message)) render(<BallotApp shown={message} post={host.post} />, root);
});

host.post({ kind: 'ready' });

/** Only the host can post here, and it comes from the same build. */
function isToVoting(message: unknown): message is ToVoting {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'ballot';
}
