import type { PairEntry, Side } from '../../chat/chatState.ts';
import { Codicon } from '../codicon.tsx';
import { memo } from '../memo.ts';
import { useView } from '../viewContext.ts';
import { PairColumn } from './pairColumn.tsx';
import { VoteButtons, voteText } from './voteButtons.tsx';
import { voteKey } from './voteKey.ts';

const sideNames: readonly Side[] = ['left', 'right'];

interface PairViewProps {
  readonly entry: PairEntry;
  /** Outside of a conversation: there is nothing to keep an answer in. */
  readonly isBallot?: boolean;
}

/** Two engines' answers side by side, or one below the other where there is no room; and what to do with them. */
export const PairView = memo(({ entry, isBallot = false }: PairViewProps) => {
  const { words, post } = useView();
  const { strings } = words;
  const { id, sides, isHidden, canVote, vote } = entry;
  const isOver = sideNames.every((side) => sides[side].progress !== 'queued' && sides[side].progress !== 'answering');
  const isSecret = isHidden && !canVote;

  return (
    <section
      class="entry pair"
      data-testid="pair"
      data-entry={id}
      aria-label={strings.twoAnswers}
      onKeyDown={(event) => {
        const choice = canVote ? voteKey(event) : undefined;
        if (choice === undefined) return;
        event.preventDefault();
        post({ kind: 'vote', id, vote: choice });
      }}
    >
      {entry.isInTurn && !isHidden && !isOver ? <p class="quiet pair-note">{strings.inTurn}</p> : null}
      {isSecret ? (
        <p class="quiet pair-note" data-testid="pair-secret">
          <Codicon name="loading" spin /> {strings.hiddenAnswering}
        </p>
      ) : (
        <div class="pair-sides">
          {sideNames.map((side) => (
            <PairColumn
              key={side}
              pairId={id}
              name={side}
              side={sides[side]}
              canKeep={!isBallot && isOver && !isHidden}
            />
          ))}
        </div>
      )}
      {canVote ? <VoteButtons pairId={id} isBallot={isBallot} /> : null}
      {vote === undefined ? null : (
        <p class="pair-note" data-testid="pair-vote">
          <Codicon name="check" /> {words.fill(strings.yourVote, voteText(vote, strings))}
        </p>
      )}
      {isBallot || !isOver || isHidden ? null : (
        <button
          type="button"
          class="button secondary"
          data-testid="keep-neither"
          onClick={() => post({ kind: 'keep-neither', id })}
        >
          {strings.keepNeither}
        </button>
      )}
    </section>
  );
});
