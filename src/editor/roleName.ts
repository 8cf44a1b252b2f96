import { l10n } from 'vscode';
import type { Role } from './engineRoles.ts';

/** As it is called wherever a user meets it. */
export function roleName(role: Role): string {
  switch (role) {
    case 'completion':
      return l10n.t('Completions');
    case 'chat':
      return l10n.t('Chat');
    case 'background':
      return l10n.t('Background work');
  }
}
