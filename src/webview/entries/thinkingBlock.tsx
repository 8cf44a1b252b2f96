import { useState } from 'preact/hooks';
import type { AssistantEntry } from '../../chat/chatState.ts';
import { Codicon } from '../codicon.tsx';
import { useView } from '../viewContext.ts';

/** What the model thought before it answered: folded, and in the page only while unfolded. */
export function ThinkingBlock({ entry }: { readonly entry: AssistantEntry }) {
  const { words } = useView();
  const [isUnfolded, setUnfolded] = useState(false);
  const isThinking = entry.progress === 'streaming' && entry.thinkingMs === undefined && entry.text === '';
  return (
    <details
      class="thinking"
      data-testid="thinking"
      open={isUnfolded}
      onToggle={(event) => setUnfolded(event.currentTarget.open)}
    >
      <summary>
        <Codicon name={isUnfolded ? 'chevron-down' : 'chevron-right'} />
        <span>{isThinking ? words.strings.thinking : summary()}</span>
        {isThinking ? <Codicon name="loading" spin /> : null}
      </summary>
      {isUnfolded ? <div class="thinking-text">{entry.thinking.trim()}</div> : null}
    </details>
  );

  function summary(): string {
    return entry.thinkingMs === undefined
      ? words.strings.thoughts
      : words.fill(words.strings.thoughtFor, words.duration(entry.thinkingMs));
  }
}
