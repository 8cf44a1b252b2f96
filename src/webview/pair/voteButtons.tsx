import type { VoteChoice } from '../../chat/chatState.ts';
import type { ViewStrings } from '../../chat/viewStrings.ts';
import { useView } from '../viewContext.ts';

const choices: readonly VoteChoice[] = ['left', 'right', 'tie', 'both-bad'];

export function VoteButtons({ pairId, isBallot }: { readonly pairId: string; readonly isBallot: boolean }) {
  const { words, post } = useView();
  const { strings } = words;
  return (
    <div class="pair-vote" role="group" aria-label={strings.whichIsBetter}>
      <p class="pair-question">{strings.whichIsBetter}</p>
      <div class="pair-choices">
        {choices.map((choice, index) => (
          <button
            key={choice}
            type="button"
            class="button secondary"
            data-testid={`vote-${choice}`}
            title={strings.voteKeys}
            onClick={() => post({ kind: 'vote', id: pairId, vote: choice })}
          >
            <kbd>{index + 1}</kbd> {voteText(choice, strings)}
          </button>
        ))}
        {isBallot ? null : (
          <button
            type="button"
            class="link-action"
            data-testid="reveal"
            onClick={() => post({ kind: 'reveal', id: pairId })}
          >
            {strings.revealWithoutVote}
          </button>
        )}
      </div>
    </div>
  );
}

export function voteText(choice: VoteChoice, strings: ViewStrings): string {
  switch (choice) {
    case 'left':
      return strings.voteA;
    case 'right':
      return strings.voteB;
    case 'tie':
      return strings.voteTie;
    case 'both-bad':
      return strings.voteBothBad;
  }
}
