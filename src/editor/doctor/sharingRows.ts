import { l10n } from 'vscode';
import type { EngineSharing } from '../../process/startEngine.ts';
import { type DoctorRow, note, works } from './doctorReport.ts';

/** Whose process the engine is. */
export function sharingRows(sharing: EngineSharing): readonly DoctorRow[] {
  const label = l10n.t('Process');
  switch (sharing.kind) {
    case 'none':
      return [note(label, l10n.t('none runs'))];
    case 'shared': {
      const { pid, clients } = sharing;
      const windows = clients === 1 ? l10n.t('this window alone') : l10n.t('{0} windows', clients ?? '?');
      return [works(label, l10n.t('{0}, shared by all windows, used by {1}', pid ?? '?', windows))];
    }
    case 'private':
      return [note(label, l10n.t('{0}, of this window alone: {1}', sharing.pid ?? '?', sharing.why))];
  }
}
