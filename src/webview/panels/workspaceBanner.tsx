import type { Surroundings } from '../../chat/chatState.ts';
import { ActionButton } from '../actionButton.tsx';
import { Codicon } from '../codicon.tsx';
import { useView } from '../viewContext.ts';

/** What the chat cannot do here, why, and how to change it. */
export function WorkspaceBanner({ surroundings }: { readonly surroundings: Surroundings }) {
  const { strings } = useView().words;
  switch (surroundings.workspace) {
    case 'trusted':
      return null;
    case 'untrusted':
      return (
        <section class="banner" data-testid="banner" data-workspace="untrusted" aria-label={strings.info}>
          <Codicon name="workspace-untrusted" />
          <p>{strings.untrusted}</p>
          <ActionButton action="manage-trust" testId="banner-action" />
        </section>
      );
    case 'none':
      // A model that cannot chat has a nearer next step.
      if (surroundings.model.kind !== 'ready' || !surroundings.model.chat) return null;
      return (
        <section class="banner" data-testid="banner" data-workspace="none" aria-label={strings.info}>
          <Codicon name="folder" />
          <p>{strings.noFolder}</p>
          <ActionButton action="open-folder" testId="banner-action" />
        </section>
      );
  }
}
