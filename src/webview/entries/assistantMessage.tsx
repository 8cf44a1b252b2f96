import type { AssistantEntry } from '../../chat/chatState.ts';
import { Codicon } from '../codicon.tsx';
import { MarkdownText } from '../markdown/markdownText.tsx';
import { memo } from '../memo.ts';
import { useView } from '../viewContext.ts';
import { ThinkingBlock } from './thinkingBlock.tsx';

/** One answer of the model: its thinking folded, its text, and how it ended if not by itself. */
export const AssistantMessage = memo(({ entry }: { readonly entry: AssistantEntry }) => {
  const { words } = useView();
  const isStreaming = entry.progress === 'streaming';
  return (
    <article
      class="entry assistant-message"
      data-testid="message-assistant"
      data-entry={entry.id}
      data-progress={entry.progress}
      aria-label={words.strings.parity}
      aria-busy={isStreaming}
    >
      {entry.thinking.trim() === '' ? null : <ThinkingBlock entry={entry} />}
      <div class="answer" data-testid="assistant-text">
        <MarkdownText text={entry.text} isOpen={isStreaming} />
      </div>
      <AnswerEnd progress={entry.progress} />
    </article>
  );
});

function AnswerEnd({ progress }: { readonly progress: AssistantEntry['progress'] }) {
  const { strings } = useView().words;
  switch (progress) {
    case 'streaming':
    case 'done':
      return null;
    case 'stopped':
      return <EndLine icon="circle-slash" text={strings.stopped} />;
    case 'failed':
      return <EndLine icon="error" text={strings.failed} />;
    case 'cut-off':
      return <EndLine icon="warning" text={strings.cutOff} />;
  }
}

function EndLine({ icon, text }: { readonly icon: string; readonly text: string }) {
  return (
    <p class="answer-end">
      <Codicon name={icon} />
      <span>{text}</span>
    </p>
  );
}
