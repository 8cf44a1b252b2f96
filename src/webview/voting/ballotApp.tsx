import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Ballot } from '../../benchmark/voting/ballot.ts';
import type { FromVoting, ToVoting } from '../../benchmark/voting/votingMessage.ts';
import type { FromView } from '../../chat/viewMessage.ts';
import { PairView } from '../pair/pairView.tsx';
import { sideName } from '../pair/sideName.ts';
import { voteKey } from '../pair/voteKey.ts';
import { type ViewContext, ViewContextProvider } from '../viewContext.ts';
import { type Words, createWords } from '../words.ts';

interface BallotAppProps {
  readonly shown: ToVoting;
  /** The answers speak as they do in the chat; the host takes what is for it. */
  readonly post: (message: FromView | FromVoting) => void;
}

export function BallotApp({ shown, post }: BallotAppProps) {
  const { ballot, waiting, canUndo, strings, locale } = shown;
  const live = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const words = useMemo(() => createWords(strings, locale), [locale]);
  const view = useMemo<ViewContext>(
    () => ({ words, post, announce: (text) => live.current?.replaceChildren(text) }),
    [words, post],
  );
  const entry = ballot?.entry;
  const canVote = entry?.canVote === true;

  useEffect(() => {
    heading.current?.focus();
  }, [entry?.id]);
  useEffect(() => {
    if (entry !== undefined && !entry.isHidden) view.announce(revealedText(entry, words));
  }, [entry?.isHidden, entry?.id]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const vote = canVote ? voteKey(event) : undefined;
      if (vote === undefined || entry === undefined || event.defaultPrevented) return;
      event.preventDefault();
      post({ kind: 'vote', id: entry.id, vote });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [canVote, entry?.id]);

  return (
    <ViewContextProvider.Provider value={view}>
      <main class="ballot" data-testid="ballot">
        <h1 tabIndex={-1} ref={heading}>
          {strings.votingTitle}
        </h1>
        {ballot === undefined ? (
          <p>
            {strings.votingNothing} {strings.votingHowTo}
          </p>
        ) : (
          <BallotQuestion ballot={ballot} words={words} />
        )}
        {entry === undefined ? null : <PairView key={entry.id} entry={entry} isBallot />}
        <div class="ballot-bar">
          {entry === undefined ? null : (
            <button type="button" class="button" data-testid="ballot-next" onClick={() => post({ kind: 'next' })}>
              {canVote ? strings.votingSkip : strings.votingNext}
            </button>
          )}
          {canUndo ? (
            <button
              type="button"
              class="button secondary"
              data-testid="ballot-undo"
              onClick={() => post({ kind: 'undo' })}
            >
              {strings.votingUndo}
            </button>
          ) : null}
          <button
            type="button"
            class="button secondary"
            data-testid="ballot-standings"
            onClick={() => post({ kind: 'standings' })}
          >
            {strings.votingStandings}
          </button>
          <span class="quiet">{words.fill(strings.votingWaiting, words.count(waiting))}</span>
        </div>
        <div class="screen-reader-only" role="status" aria-live="polite" ref={live} />
      </main>
    </ViewContextProvider.Provider>
  );
}

function BallotQuestion({ ballot, words }: { readonly ballot: Ballot; readonly words: Words }) {
  const { strings } = words;
  const { question, earlierMessages } = ballot;
  return (
    <section aria-label={strings.votingQuestion}>
      <div class="user-card" data-testid="ballot-question">
        {question}
      </div>
      {earlierMessages === 0 ? null : (
        <p class="quiet">{words.fill(strings.votingEarlier, words.count(earlierMessages))}</p>
      )}
    </section>
  );
}

function revealedText({ sides }: Ballot['entry'], words: Words): string {
  const { strings } = words;
  const [left, right] = [sideName(sides.left, 'left', strings), sideName(sides.right, 'right', strings)];
  return words.fill(strings.announceRevealed, left, right);
}
