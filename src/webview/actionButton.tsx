import type { ViewAction } from '../chat/chatState.ts';
import type { ViewStrings } from '../chat/viewStrings.ts';
import { useView } from './viewContext.ts';

const labels: Readonly<Record<ViewAction, keyof ViewStrings>> = {
  'open-models': 'openModels',
  'choose-model': 'chooseModel',
  doctor: 'doctor',
  'choose-engines': 'chooseEngines',
  'set-api-key': 'setApiKey',
  'restart-engine': 'restartEngine',
  'show-log': 'showLog',
  'manage-trust': 'manageTrust',
  'open-folder': 'openFolder',
  'new-chat': 'newChat',
};

interface ActionButtonProps {
  readonly action: ViewAction;
  readonly testId: string;
  readonly isPrimary?: boolean;
}

/** A next step that the host takes. */
export function ActionButton({ action, testId, isPrimary = false }: ActionButtonProps) {
  const { words, post } = useView();
  return (
    <button
      type="button"
      class={isPrimary ? 'button' : 'button secondary'}
      data-testid={testId}
      data-action={action}
      onClick={() => post({ kind: 'action', action })}
    >
      {words.strings[labels[action]]}
    </button>
  );
}
