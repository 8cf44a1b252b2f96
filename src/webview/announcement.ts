import type { ChatState, PairEntry, Side } from '../chat/chatState.ts';
import { refusalText } from './composer/refusalText.ts';
import { sideName } from './pair/sideName.ts';
import type { Words } from './words.ts';

/**
 * What a screen reader is told when `before` became `after`: that an answer began, ended or waits for a decision, and
 * what went wrong. Never the tokens in between.
 */
export function announcement(before: ChatState, after: ChatState, words: Words): string | undefined {
  const { strings } = words;
  if (after.refused !== undefined && after.refused !== before.refused) return refusalText(after.refused.reason, words);

  const last = after.entries.at(-1);
  const isNew = last !== undefined && !before.entries.includes(last);
  if (isNew && last.kind === 'notice') return last.text;
  if (isNew && last.kind === 'summary') return strings.summarizing;
  if (isNew && last.kind === 'call' && last.progress === 'awaiting-approval' && last.edit !== undefined) {
    const { path, addedLines, removedLines } = last.edit;
    return words.fill(strings.announceDecision, path, words.count(addedLines), words.count(removedLines));
  }

  const ofPair = pairAnnouncement(pairIn(before), pairIn(after), words);
  if (ofPair !== undefined) return ofPair;

  const wasIdle = before.activity.kind === 'idle';
  const isIdle = after.activity.kind === 'idle';
  if (wasIdle && !isIdle) {
    return after.activity.kind === 'asking-two' ? strings.announceTwoAnswering : strings.announceAnswering;
  }
  if (wasIdle || !isIdle || before.activity.kind === 'asking-two') return undefined;
  const answer = after.entries.findLast((entry) => entry.kind === 'assistant');
  switch (answer?.progress) {
    case undefined:
    case 'streaming':
      return undefined;
    case 'done':
      return strings.announceAnswered;
    case 'stopped':
      return strings.announceStopped;
    case 'failed':
      return strings.announceFailed;
    case 'cut-off':
      return strings.announceCutOff;
  }
}

function pairIn({ entries }: ChatState): PairEntry | undefined {
  return entries.findLast((entry) => entry.kind === 'pair');
}

/** The ends of the two answers, each once, and what can be done or seen then. */
function pairAnnouncement(
  before: PairEntry | undefined,
  after: PairEntry | undefined,
  words: Words,
): string | undefined {
  if (after === undefined || before?.id !== after.id || before === after) return undefined;
  const { strings } = words;
  const nameOf = (name: Side): string => sideName(after.sides[name], name, strings);
  if (after.canVote && !before.canVote) return strings.announceVote;
  if (before.isHidden && !after.isHidden) return words.fill(strings.announceRevealed, nameOf('left'), nameOf('right'));
  const ended = (['left', 'right'] as const).flatMap((name) => {
    const { progress } = after.sides[name];
    const text = progress === before.sides[name].progress ? undefined : endText(progress);
    return text === undefined ? [] : [words.fill(text, nameOf(name))];
  });
  return ended.length === 0 ? undefined : ended.join('. ');

  function endText(progress: PairEntry['sides'][Side]['progress']): string | undefined {
    switch (progress) {
      case 'queued':
      case 'answering':
        return undefined;
      case 'done':
      case 'cut-off':
        return strings.announceSideDone;
      case 'stopped':
        return strings.announceSideStopped;
      case 'failed':
        return strings.announceSideFailed;
    }
  }
}
