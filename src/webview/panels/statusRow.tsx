import type { Activity, ChatState } from '../../chat/chatState.ts';
import { Codicon } from '../codicon.tsx';
import { useView } from '../viewContext.ts';
import type { Words } from '../words.ts';

/** One line of constant height: what is going on, else how the last answer went. */
export function StatusRow({ state }: { readonly state: ChatState }) {
  const { words } = useView();
  const { activity } = state;
  if (activity.kind === 'idle') return <div class="status-row">{lastUsage(state, words)}</div>;
  return (
    <div class="status-row">
      <span class="activity" data-testid="activity" data-activity={activity.kind}>
        {activity.kind === 'awaiting-approval' ? <Codicon name="question" /> : <Codicon name="loading" spin />}
        <span>{activityText(activity, words)}</span>
      </span>
      {activity.kind === 'reading' ? (
        <progress class="reading-progress" max={activity.totalTokens} value={activity.doneTokens} aria-hidden="true" />
      ) : null}
    </div>
  );
}

export function activityText(activity: Exclude<Activity, { kind: 'idle' }>, words: Words): string {
  const { strings } = words;
  switch (activity.kind) {
    case 'waiting':
      return strings.waiting;
    case 'silent':
      return words.fill(strings.silent, words.duration(activity.seconds * 1000));
    case 'retrying':
      if (activity.cause === 'server-failed') return strings.retryingFailed;
      return activity.afterSeconds === undefined
        ? strings.retryingLimited
        : words.fill(strings.retryingLimitedAfter, words.duration(activity.afterSeconds * 1000));
    case 'reading': {
      const done = words.roughCount(activity.doneTokens);
      const all = words.roughCount(activity.totalTokens);
      return activity.reusedTokens === 0
        ? words.fill(strings.reading, done, all)
        : words.fill(strings.readingReused, done, all, words.roughCount(activity.reusedTokens));
    }
    case 'thinking':
      return strings.thinking;
    case 'writing':
      return strings.writing;
    case 'summarizing':
      return strings.makingRoom;
    case 'calling':
      return words.fill(strings.calling, activity.tool);
    case 'awaiting-approval':
      return strings.awaitingDecision;
    case 'asking-two':
      return strings.askingTwo;
  }
}

function lastUsage(state: ChatState, words: Words) {
  const last = state.entries.findLast((entry) => entry.kind === 'assistant');
  if (last?.usage === undefined) return null;
  const { generatedTokens, totalMs, firstTokenMs, promptTokens, reusedTokens } = last.usage;
  const writingMs = totalMs - firstTokenMs;
  // One token has no speed.
  if (generatedTokens < 2 || writingMs <= 0) return null;
  const tokens = words.count(generatedTokens);
  const speed = words.roughCount(((generatedTokens - 1) * 1000) / writingMs);
  const hint = words.fill(words.strings.usageHint, tokens, speed, words.count(promptTokens), words.count(reusedTokens));
  return (
    <span class="usage" title={hint}>
      {words.fill(words.strings.usage, tokens, speed)}
    </span>
  );
}
