import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ChatState } from '../chat/chatState.ts';
import { announcement } from './announcement.ts';
import type { ShownChat } from './chatStore.ts';
import { Composer } from './composer/composer.tsx';
import { focusComposer } from './composer/focusComposer.ts';
import { withRefused } from './composer/withRefused.ts';
import type { HostApi } from './hostApi.ts';
import { EmptyPanel } from './panels/emptyPanel.tsx';
import { ModelPanel } from './panels/modelPanel.tsx';
import { StatusRow } from './panels/statusRow.tsx';
import { WorkspaceBanner } from './panels/workspaceBanner.tsx';
import type { SavedView } from './savedView.ts';
import { Transcript } from './transcript.tsx';
import { type ViewContext, ViewContextProvider } from './viewContext.ts';

interface ChatAppProps {
  readonly shown: ShownChat;
  readonly host: HostApi;
  /** How the view was left. */
  readonly saved: SavedView;
}

export function ChatApp({ shown, host, saved }: ChatAppProps) {
  const { state, words } = shown;
  const live = useRef<HTMLDivElement>(null);
  const view = useMemo<ViewContext>(
    () => ({ words, post: host.post, announce: (text) => live.current?.replaceChildren(text) }),
    [words, host],
  );

  const before = useRef(state);
  useEffect(() => {
    const text = announcement(before.current, state, words);
    before.current = state;
    if (text !== undefined) view.announce(text);
  }, [state]);

  const [draft, setDraft] = useState(() => saved.draft);
  // A message that came back while the view was away is in the saved draft, where it may have been changed since.
  const takenBack = useRef(saved.draft === '' ? undefined : state.refused);
  useEffect(() => {
    if (state.refused === undefined || state.refused === takenBack.current) return;
    takenBack.current = state.refused;
    const { text } = state.refused;
    setDraft((current) => withRefused(current, text));
  }, [state.refused]);

  // The question that two engines answer is no longer a draft.
  const asked = state.entries.findLast((entry) => entry.kind === 'pair')?.questionId;
  useEffect(() => {
    const question = state.entries.find((entry) => entry.id === asked);
    if (question?.kind === 'user') setDraft((current) => (current.trim() === question.text.trim() ? '' : current));
  }, [asked]);

  const [anchor, setAnchor] = useState(saved.anchor);
  useEffect(() => host.save({ draft, anchor } satisfies SavedView), [draft, anchor]);

  const onExample = useCallback((text: string) => {
    setDraft(text);
    focusComposer();
  }, []);

  return (
    <ViewContextProvider.Provider value={view}>
      <main
        class="chat"
        data-testid="chat-root"
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.isComposing || state.activity.kind === 'idle') return;
          event.preventDefault();
          host.post({ kind: 'stop' });
        }}
      >
        <WorkspaceBanner surroundings={state.surroundings} />
        <Transcript
          entries={state.entries}
          anchor={saved.anchor}
          onAnchor={setAnchor}
          panel={<StatePanel state={state} onExample={onExample} />}
        />
        <StatusRow state={state} />
        <Composer state={state} draft={draft} onDraft={setDraft} />
        <div class="screen-reader-only" role="status" aria-live="polite" ref={live} />
      </main>
    </ViewContextProvider.Provider>
  );
}

interface StatePanelProps {
  readonly state: ChatState;
  readonly onExample: (text: string) => void;
}

/** What stands where the next message would: why there can be none, or how to begin. */
function StatePanel({ state, onExample }: StatePanelProps) {
  const { model, workspace } = state.surroundings;
  if (model.kind !== 'ready' || !model.chat) return <ModelPanel model={model} />;
  if (state.entries.length > 0) return null;
  return <EmptyPanel model={model} workspace={workspace} onExample={onExample} />;
}
