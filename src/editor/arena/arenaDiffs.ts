import { Uri, commands, l10n, workspace } from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { ContestResult, Entry } from '../../harness/arena/holdContest.ts';

export interface ArenaDiffs extends Disposable {
  /** All changes of one entry, in VS Code's editor for several diffs. */
  show(entry: Entry, result: ContestResult): Promise<void>;
}

const scheme = 'parity-arena';

/** Texts live as long as the next result: an address of an older one shows nothing. */
export function createArenaDiffs(): ArenaDiffs {
  const store = new DisposableStore();
  const texts = new Map<string, string>();
  store.add(
    workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    }),
  );
  return {
    async show(entry, result) {
      const files = entry.edits.map(({ path, text }) => {
        const side = (name: 'before' | 'after', content: string): Uri => {
          const query = new URLSearchParams({ engine: entry.engineId, side: name }).toString();
          const uri = Uri.from({ scheme, path: `/${path}`, query });
          texts.set(uri.toString(), content);
          return uri;
        };
        const [before, after] = [side('before', result.texts.get(path) ?? ''), side('after', text ?? '')];
        return [Uri.joinPath(Uri.file(result.root), path), before, after];
      });
      await commands.executeCommand('vscode.changes', l10n.t('Changes by {0}', entry.label), files);
    },
    dispose: () => store.dispose(),
  };
}
