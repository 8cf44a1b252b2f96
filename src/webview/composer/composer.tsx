import { useEffect, useRef } from 'preact/hooks';
import type { ChatState } from '../../chat/chatState.ts';
import { Codicon } from '../codicon.tsx';
import { useView } from '../viewContext.ts';
import { composerAction } from './composerKey.ts';
import { ContextMeter } from './contextMeter.tsx';
import { composerFieldId, focusComposer } from './focusComposer.ts';
import { refusalText } from './refusalText.ts';
import { ThinkingToggle } from './thinkingToggle.tsx';

interface ComposerProps {
  readonly state: ChatState;
  readonly draft: string;
  readonly onDraft: (draft: string) => void;
}

/** Where a message is written. Send and Stop take turns in one place, so that a finger finds either blindly. */
export function Composer({ state, draft, onDraft }: ComposerProps) {
  const { words, post } = useView();
  const field = useRef<HTMLTextAreaElement>(null);
  const { model, thinking } = state.surroundings;
  const canChat = model.kind === 'ready' && model.chat;
  const isAnswering = state.activity.kind !== 'idle';
  const canSend = canChat && !isAnswering && draft.trim() !== '';

  useEffect(() => growWithText(field.current), [draft]);

  function send(): void {
    if (!canSend) return;
    post({ kind: 'send', text: draft });
    onDraft('');
  }

  function onKeyDown(event: KeyboardEvent): void {
    switch (composerAction(event, draft)) {
      case 'send':
        event.preventDefault();
        send();
        return;
      case 'recall': {
        const last = state.entries.findLast((entry) => entry.kind === 'user');
        if (last === undefined) return;
        event.preventDefault();
        onDraft(last.text);
        return;
      }
      case 'none':
        return;
    }
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {state.refused === undefined ? null : (
        <p class="refused" data-testid="refused" id="composer-refused">
          <Codicon name="warning" />
          <span>{refusalText(state.refused.reason, words)}</span>
        </p>
      )}
      <div class="composer-box">
        <textarea
          ref={field}
          id={composerFieldId}
          data-testid="composer"
          class="composer-field"
          rows={1}
          value={draft}
          aria-label={words.strings.composerLabel}
          aria-describedby={state.refused === undefined ? undefined : 'composer-refused'}
          placeholder={placeholder()}
          disabled={!canChat && model.kind !== 'loading'}
          onInput={(event) => onDraft(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <div class="composer-foot">
          {model.kind === 'ready' ? <ModelChip name={model.name} /> : null}
          {canChat && model.thinking ? <ThinkingToggle isOn={thinking} /> : null}
          <div class="composer-end">
            <ContextMeter context={state.context} />
            {isAnswering ? (
              <button
                type="button"
                class="send-button"
                data-testid="stop"
                aria-label={words.strings.stop}
                title={words.strings.stop}
                onClick={() => {
                  post({ kind: 'stop' });
                  focusComposer();
                }}
              >
                <Codicon name="debug-stop" />
              </button>
            ) : (
              <>
                <button
                  type="button"
                  class="icon-button"
                  data-testid="ask-two"
                  aria-label={words.strings.askTwo}
                  title={words.strings.askTwo}
                  onClick={() => post({ kind: 'ask-two', text: draft })}
                >
                  <Codicon name="split-horizontal" />
                </button>
                <button
                  type="submit"
                  class="send-button"
                  data-testid="send"
                  aria-label={words.strings.send}
                  title={words.strings.send}
                  disabled={!canSend}
                >
                  <Codicon name="send" />
                </button>
              </>
            )}
          </div>
        </div>
      </div>
    </form>
  );

  function placeholder(): string {
    if (canChat) return words.strings.composerPlaceholder;
    return model.kind === 'loading' ? words.strings.composerLoading : words.strings.composerNeedsModel;
  }
}

function ModelChip({ name }: { readonly name: string }) {
  const { words, post } = useView();
  const hint = words.fill(words.strings.modelHint, name);
  return (
    <button
      type="button"
      class="chip model-chip"
      title={hint}
      aria-label={hint}
      onClick={() => post({ kind: 'action', action: 'open-models' })}
    >
      <span class="chip-text">{name}</span>
    </button>
  );
}

/** Browsers without `field-sizing: content` get the height by hand. */
function growWithText(field: HTMLTextAreaElement | null): void {
  if (field === null || CSS.supports('field-sizing', 'content')) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}
