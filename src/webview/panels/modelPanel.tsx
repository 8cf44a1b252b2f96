import type { ComponentChildren } from 'preact';
import type { ModelState } from '../../chat/chatState.ts';
import { ActionButton } from '../actionButton.tsx';
import { useView } from '../viewContext.ts';

/** Why there can be no chat right now and what to do about it; nothing when there can be. */
export function ModelPanel({ model }: { readonly model: ModelState }) {
  const { words } = useView();
  const { strings } = words;
  switch (model.kind) {
    case 'none':
      return (
        <Panel testId="no-model" title={strings.noModelTitle} text={strings.noModelText}>
          <ActionButton action="open-models" testId="open-models" isPrimary />
          <ActionButton action="choose-model" testId="choose-model" />
        </Panel>
      );
    case 'failed':
      return (
        <Panel testId="model-failed" title={strings.modelFailedTitle} text={model.problem}>
          <ActionButton action="open-models" testId="open-models" isPrimary />
          <ActionButton action="choose-model" testId="choose-model" />
          <ActionButton action="choose-engines" testId="panel-choose-engines" />
          <ActionButton action="show-log" testId="panel-show-log" />
        </Panel>
      );
    case 'loading': {
      const title = words.fill(strings.loadingModel, model.name);
      return (
        <Panel testId="model-loading" title={title} text={strings.loadingModelText}>
          <progress class="progress" max={1} value={model.fraction} aria-label={title} />
          <span class="quiet">{words.percent(model.fraction)}</span>
        </Panel>
      );
    }
    case 'ready':
      if (model.chat) return null;
      return (
        <Panel
          testId="cannot-chat"
          title={words.fill(strings.cannotChatTitle, model.name)}
          text={model.chatProblem ?? strings.cannotChatText}
        >
          <ActionButton action="open-models" testId="open-models" isPrimary />
          <ActionButton action="choose-model" testId="choose-model" />
        </Panel>
      );
  }
}

interface PanelProps {
  readonly testId: string;
  readonly title: string;
  readonly text: string;
  readonly children: ComponentChildren;
}

function Panel({ testId, title, text, children }: PanelProps) {
  return (
    <section class="panel" data-testid={testId} aria-label={title}>
      <h2>{title}</h2>
      <p>{text}</p>
      <div class="panel-actions">{children}</div>
    </section>
  );
}
