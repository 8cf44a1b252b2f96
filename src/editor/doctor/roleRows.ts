import { l10n } from 'vscode';
import type { EngineState } from '../../engine/statefulEngine.ts';
import { describeModel } from '../describeModel.ts';
import type { Role } from '../engineRoles.ts';
import { roleName } from '../roleName.ts';
import { type DoctorRow, note, works } from './doctorReport.ts';
import { problemOf } from './fixes.ts';

export interface RoleFacts {
  readonly role: Role;
  readonly state: EngineState;
}

/** Which engine serves what, as it stands: a report opens no connection to find out. `local` is told of elsewhere. */
export function roleRows(facts: readonly RoleFacts[], local: EngineState): readonly DoctorRow[] {
  return facts.map(({ role, state }) => {
    const label = roleName(role);
    if (state === local) return works(label, l10n.t('the engine of this machine'));
    switch (state.kind) {
      case 'stopped':
        return note(label, l10n.t('idle; starts with the next request'));
      case 'loading':
        return note(label, l10n.t('still getting ready: {0}', state.name));
      case 'ready':
        return works(label, describeModel(state.model));
      case 'failed':
        return problemOf(label, state.error);
    }
  });
}
