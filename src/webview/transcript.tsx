import type { ComponentChild } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Entry } from '../chat/chatState.ts';
import { Codicon } from './codicon.tsx';
import { AnswerEntry } from './entries/answerEntry.tsx';
import { PairView } from './pair/pairView.tsx';
import type { ScrollAnchor } from './savedView.ts';
import { useFollowEnd } from './useFollowEnd.ts';
import { useView } from './viewContext.ts';

/** Entries in the first picture; the older ones follow in small portions, so that a long chat shows as fast as a new one. */
const firstPortion = 12;
const portion = 20;

interface TranscriptProps {
  readonly entries: readonly Entry[];
  /** Where the reader was, when not at the end. */
  readonly anchor: ScrollAnchor | undefined;
  readonly onAnchor: (anchor: ScrollAnchor | undefined) => void;
  /** Shown in place of entries, or after them. */
  readonly panel: ComponentChild;
}

export function Transcript({ entries, anchor, onAnchor, panel }: TranscriptProps) {
  const { words } = useView();
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { isAway, jumpToEnd } = useFollowEnd({ frame, content, anchor, onAnchor });
  const [firstShown, setFirstShown] = useState(() => firstIndex(entries, anchor));

  useEffect(() => {
    if (firstShown === 0) return undefined;
    const timer = setTimeout(() => setFirstShown(Math.max(0, firstShown - portion)));
    return () => clearTimeout(timer);
  }, [firstShown]);

  return (
    <div class="transcript">
      <div
        class="transcript-frame"
        ref={frame}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={words.strings.conversation}
      >
        <div class="transcript-content" ref={content}>
          {entries.slice(Math.min(firstShown, entries.length)).map((entry) => (
            <EntryView key={`${entry.kind} ${entry.id}`} entry={entry} />
          ))}
          {panel}
        </div>
      </div>
      {isAway ? (
        <button
          type="button"
          class="jump-latest"
          data-testid="jump-latest"
          aria-label={words.strings.jumpToLatest}
          title={words.strings.jumpToLatest}
          onClick={jumpToEnd}
        >
          <Codicon name="arrow-down" />
        </button>
      ) : null}
    </div>
  );
}

function EntryView({ entry }: { readonly entry: Entry }) {
  return entry.kind === 'pair' ? <PairView entry={entry} /> : <AnswerEntry entry={entry} />;
}

function firstIndex(entries: readonly Entry[], anchor: ScrollAnchor | undefined): number {
  const end = Math.max(0, entries.length - firstPortion);
  const anchored = entries.findIndex((entry) => entry.id === anchor?.entryId);
  return anchored === -1 ? end : Math.max(0, Math.min(end, anchored - firstPortion));
}
