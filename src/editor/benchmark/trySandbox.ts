import { realpath } from 'node:fs/promises';
import { ProgressLocation, l10n, window } from 'vscode';
import { isAbort } from '../../base/appError.ts';
import type { SandboxDescription } from '../../benchmark/workshop.ts';
import { createWorkshop } from '../../harness/workshop/createWorkshop.ts';
import type { Settings } from '../settings.ts';
import { containerChoice } from './containerChoice.ts';

/**
 * Tries what tests are kept in here, or what was chosen for it; nothing of the repository runs. Undefined: the user did not
 * want to wait. Rejects with `benchmark-container-unusable`.
 */
export async function trySandbox(
  root: string,
  settings: Pick<Settings, 'get'>,
): Promise<SandboxDescription | undefined> {
  const container = containerChoice(settings);
  const title =
    container === undefined ? l10n.t('Trying the sandbox') : l10n.t('Trying a container of {0}', container.image);
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (_progress, token) => {
    const stop = new AbortController();
    const subscription = token.onCancellationRequested(() => stop.abort());
    try {
      const workshop = await createWorkshop({ checkout: await realpath(root), container }, stop.signal);
      await workshop.dispose();
      return workshop.sandbox;
    } catch (error) {
      if (isAbort(error)) return undefined;
      throw error;
    } finally {
      subscription.dispose();
    }
  });
}
