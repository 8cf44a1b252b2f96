import { l10n } from 'vscode';
import { type DoctorRow, note, works } from './doctorReport.ts';

export interface EditorFacts {
  readonly extensionVersion: string;
  readonly editorName: string;
  readonly editorVersion: string;
  /** VS Code's word for where extensions run: `wsl`, `ssh-remote`, `dev-container`... Undefined: beside the window. */
  readonly remoteName: string | undefined;
  readonly isInBrowser: boolean;
  readonly isWorkspaceTrusted: boolean;
}

export function editorRows(facts: EditorFacts): readonly DoctorRow[] {
  return [
    works('Parity', facts.extensionVersion),
    works(facts.editorName, facts.editorVersion),
    works(l10n.t('Runs'), placeOf(facts)),
    ...(facts.isWorkspaceTrusted
      ? []
      : [note(l10n.t('Workspace'), l10n.t('It is not trusted, so the chat reads files and changes none.'))]),
  ];
}

function placeOf({ remoteName, isInBrowser }: EditorFacts): string {
  const window = isInBrowser ? l10n.t('the window is in a browser') : l10n.t('the window is on the desktop');
  switch (remoteName) {
    case undefined:
      return isInBrowser ? window : l10n.t('on this machine');
    case 'wsl':
      return l10n.t('in WSL; {0}', window);
    case 'ssh-remote':
      return l10n.t('on a machine reached by SSH; {0}', window);
    case 'dev-container':
    case 'attached-container':
      return l10n.t('in a container; {0}', window);
    default:
      // An address is nobody's business but the user's.
      return /^[a-z-]+$/.test(remoteName)
        ? l10n.t('on a remote machine ({0}); {1}', remoteName, window)
        : l10n.t('on a remote machine; {0}', window);
  }
}
