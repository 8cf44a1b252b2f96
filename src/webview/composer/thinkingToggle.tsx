import { Codicon } from '../codicon.tsx';
import { useView } from '../viewContext.ts';

export function ThinkingToggle({ isOn }: { readonly isOn: boolean }) {
  const { words, post } = useView();
  return (
    <button
      type="button"
      class="chip toggle-chip"
      role="switch"
      aria-checked={isOn}
      data-testid="thinking-toggle"
      title={words.strings.thinkHint}
      onClick={() => post({ kind: 'set-thinking', thinking: !isOn })}
    >
      <Codicon name={isOn ? 'check' : 'thinking'} />
      <span class="chip-text">{words.strings.think}</span>
    </button>
  );
}
