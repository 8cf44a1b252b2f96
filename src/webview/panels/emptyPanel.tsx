import type { ModelState, Surroundings } from '../../chat/chatState.ts';
import { useView } from '../viewContext.ts';

interface EmptyPanelProps {
  readonly model: Extract<ModelState, { kind: 'ready' }>;
  readonly workspace: Surroundings['workspace'];
  /** Takes an example to the composer, where it can be changed before it is sent. */
  readonly onExample: (text: string) => void;
}

/** A new chat: what this model can do here, and three questions that it can take. */
export function EmptyPanel({ model, workspace, onExample }: EmptyPanelProps) {
  const { words } = useView();
  const { strings } = words;
  const canRead = model.tools && workspace !== 'none';
  const examples = canRead
    ? [
        strings.exampleOverview,
        strings.exampleFind,
        workspace === 'trusted' ? strings.exampleEdit : strings.exampleExplain,
      ]
    : [strings.exampleWrite, strings.exampleExplain, strings.exampleQuestion];

  return (
    <section class="panel" data-testid="empty" aria-label={strings.emptyTitle}>
      <h2>{strings.emptyTitle}</h2>
      <p>{words.fill(ability(), model.name)}</p>
      <ul class="examples" aria-label={strings.examples}>
        {examples.map((example) => (
          <li key={example}>
            <button type="button" class="example" onClick={() => onExample(example)}>
              {example}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );

  function ability(): string {
    if (!model.tools) return strings.emptyNoTools;
    switch (workspace) {
      case 'none':
        return strings.emptyNoFolder;
      case 'untrusted':
        return strings.emptyReads;
      case 'trusted':
        return strings.emptyEdits;
    }
  }
}
