import type { PairSide, Side } from '../../chat/chatState.ts';
import { Codicon } from '../codicon.tsx';
import { focusComposer } from '../composer/focusComposer.ts';
import { AnswerEntry } from '../entries/answerEntry.tsx';
import { activityText } from '../panels/statusRow.tsx';
import { useView } from '../viewContext.ts';
import { figuresText } from './figuresText.ts';
import { sideName } from './sideName.ts';

interface PairColumnProps {
  readonly pairId: string;
  readonly name: Side;
  readonly side: PairSide;
  readonly canKeep: boolean;
}

/** One engine's answer, with what it took. */
export function PairColumn({ pairId, name, side, canKeep }: PairColumnProps) {
  const { words, post } = useView();
  const { strings } = words;
  const label = sideName(side, name, strings);
  const isAnswering = side.progress === 'answering';
  const hasAnswer = side.entries.some((entry) => entry.kind === 'assistant' && entry.text.trim() !== '');
  return (
    <section
      class="pair-side"
      data-testid={`pair-${name}`}
      data-progress={side.progress}
      aria-label={label}
      aria-busy={isAnswering}
    >
      <header class="pair-head">
        <h3 title={label}>
          <span class="pair-letter">{name === 'left' ? 'A' : 'B'}</span>
          {side.label === undefined ? null : <span class="pair-name">{side.label}</span>}
        </h3>
        {isAnswering ? (
          <button
            type="button"
            class="icon-button"
            data-testid={`stop-${name}`}
            aria-label={words.fill(strings.stopSide, label)}
            title={words.fill(strings.stopSide, label)}
            onClick={() => post({ kind: 'stop-side', id: pairId, side: name })}
          >
            <Codicon name="debug-stop" />
          </button>
        ) : null}
      </header>
      <div class="pair-entries">
        {side.entries.map((entry) =>
          entry.kind === 'pair' ? null : <AnswerEntry key={`${entry.kind} ${entry.id}`} entry={entry} />,
        )}
      </div>
      {side.progress === 'queued' ? <p class="quiet">{strings.sideQueued}</p> : null}
      {isAnswering && side.activity.kind !== 'idle' ? (
        <p class="quiet pair-activity">
          <Codicon name="loading" spin /> {activityText(side.activity, words)}
        </p>
      ) : null}
      {side.figures === undefined ? null : (
        <p class="quiet pair-figures" data-testid={`figures-${name}`}>
          {figuresText(side.figures, words)}
        </p>
      )}
      {canKeep && hasAnswer ? (
        <button
          type="button"
          class="button"
          data-testid={`keep-${name}`}
          aria-label={words.fill(strings.keepAnswerOf, label)}
          onClick={() => {
            post({ kind: 'keep-answer', id: pairId, side: name });
            focusComposer();
          }}
        >
          {strings.keepAnswer}
        </button>
      ) : null}
    </section>
  );
}
