import { useState } from 'preact/hooks';
import type { CallEntry } from '../../chat/chatState.ts';
import { DiffView } from '../code/diffView.tsx';
import { visibleText } from '../code/visibleText.ts';
import { Codicon } from '../codicon.tsx';
import { memo } from '../memo.ts';
import { useView } from '../viewContext.ts';
import { ApprovalButtons } from './approvalButtons.tsx';
import { callLabel } from './callLabel.ts';

/** One tool call in one line; unfolded, what it gave or would change. A call that waits for consent shows both. */
export const CallRow = memo(({ entry }: { readonly entry: CallEntry }) => {
  const { words, post } = useView();
  const [chosen, setChosen] = useState<boolean | undefined>(undefined);
  const isWaiting = entry.progress === 'awaiting-approval';
  const { icon, verb, isFile } = callLabel(entry, words);
  const target = entry.edit?.path ?? entry.target;
  const hasMore = entry.edit !== undefined || entry.detail !== '';
  const isUnfolded = hasMore && (chosen ?? isWaiting);

  return (
    <section
      class="entry call-row"
      data-testid="call-row"
      data-entry={entry.id}
      data-tool={entry.tool}
      data-progress={entry.progress}
      aria-label={`${verb} ${visibleText(target)}`}
    >
      <div class="call-head">
        <button
          type="button"
          class={isFile ? 'call-fold whole' : 'call-fold'}
          aria-expanded={isUnfolded}
          disabled={!hasMore}
          onClick={() => setChosen(!isUnfolded)}
        >
          {entry.progress === 'running' ? <Codicon name="loading" spin /> : <Codicon name={callIcon(entry, icon)} />}
          <span class="call-verb">{verb}</span>
          {isFile ? null : <span class="call-target">{visibleText(target)}</span>}
        </button>
        {isFile && target !== '' ? (
          <button
            type="button"
            class="call-target link-button"
            title={words.fill(words.strings.openFile, visibleText(target))}
            onClick={() => post({ kind: 'open-file', path: target })}
          >
            {visibleText(target)}
          </button>
        ) : null}
        <CallResult entry={entry} />
        <span class="spacer" />
        {hasMore ? <Codicon name={isUnfolded ? 'chevron-down' : 'chevron-right'} /> : null}
      </div>
      {isUnfolded ? <CallDetail entry={entry} /> : null}
      {isWaiting ? <ApprovalButtons entry={entry} /> : null}
    </section>
  );
});

function CallResult({ entry }: { readonly entry: CallEntry }) {
  const { words } = useView();
  if (entry.edit !== undefined && (entry.progress === 'awaiting-approval' || entry.progress === 'done')) {
    const { addedLines, removedLines } = entry.edit;
    const [added, removed] = [words.count(addedLines), words.count(removedLines)];
    return (
      <span class="call-summary" role="img" aria-label={words.fill(words.strings.changeCounts, added, removed)}>
        <span class="added-count">+{added}</span> <span class="removed-count">-{removed}</span>
      </span>
    );
  }
  const result = visibleText(resultText());
  if (result === '') return null;
  return (
    <span class="call-summary" title={result}>
      {result}
    </span>
  );

  function resultText(): string {
    switch (entry.progress) {
      case 'failed':
        return entry.summary === '' ? words.strings.callFailed : entry.summary;
      case 'stopped':
        return words.strings.callStopped;
      case 'running':
      case 'awaiting-approval':
      case 'done':
      case 'denied':
        return entry.summary;
    }
  }
}

function CallDetail({ entry }: { readonly entry: CallEntry }) {
  if (entry.edit !== undefined && entry.progress !== 'failed') return <DiffView diff={entry.edit.diff} />;
  return (
    <pre class="call-detail" tabIndex={0}>
      {visibleText(entry.detail)}
    </pre>
  );
}

function callIcon(entry: CallEntry, icon: string): string {
  switch (entry.progress) {
    case 'failed':
      return 'error';
    case 'denied':
    case 'stopped':
      return 'circle-slash';
    case 'running':
    case 'awaiting-approval':
    case 'done':
      return icon;
  }
}
