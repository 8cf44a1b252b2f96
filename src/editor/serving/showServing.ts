import { type QuickPickItem, QuickPickItemKind, env, l10n, window } from 'vscode';
import { DisposableStore } from '../../base/disposables.ts';
import type { ModelDescription } from '../../engine/engine.ts';
import type { ModelServer } from '../../serving/startModelServer.ts';
import { countsPhrase, curlExample, lastingName, servedName } from './servingWords.ts';

export interface ShownServing {
  readonly server: ModelServer;
  readonly model: () => ModelDescription | undefined;
  readonly key: () => string;
  readonly renewKey: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly report: (error: unknown) => void;
}

interface ServingItem extends QuickPickItem {
  /** Resolves to what to say of it. The list stays, so that the next thing can be copied; undefined closes it. */
  readonly run?: () => Promise<string | undefined>;
}

/** How other programs reach the model, to copy, and how busy it is. Closes with Escape; the serving goes on. */
export async function showServing(shown: ShownServing): Promise<void> {
  const { server, model } = shown;
  const store = new DisposableStore();
  const pick = store.add(window.createQuickPick<ServingItem>());
  let done = '';
  /** The rows stay as they are, so that none moves from under the person's hand. */
  const show = (): void => {
    const name = model()?.name ?? l10n.t('the local model');
    pick.title = [l10n.t('Serving {0} at {1}', name, server.url), done].filter((part) => part !== '').join(' · ');
    pick.placeholder = [countsPhrase(server.counts), reachPhrase()].join(' · ');
  };
  const run = async (item: ServingItem | undefined): Promise<void> => {
    const said = await item?.run?.();
    if (said === undefined) {
      pick.hide();
      return;
    }
    done = said;
    show();
  };
  pick.matchOnDetail = true;
  store.add(server.onCounts(show));
  await new Promise<void>((resolve) => {
    store.add(pick.onDidHide(() => resolve()));
    store.add(pick.onDidAccept(() => void run(pick.selectedItems[0]).catch(shown.report)));
    pick.items = itemsFor(shown);
    show();
    pick.show();
  });
  store.dispose();
}

function itemsFor({ server, model, key, renewKey, stop }: ShownServing): ServingItem[] {
  const copied = async (text: string, said: string): Promise<string> => {
    await env.clipboard.writeText(text);
    return said;
  };
  const address = `${server.url}/v1`;
  return [
    { label: l10n.t('For programs'), kind: QuickPickItemKind.Separator },
    {
      label: `$(link) ${l10n.t('Copy Address')}`,
      detail: address,
      run: () => copied(address, l10n.t('address copied')),
    },
    {
      label: `$(key) ${l10n.t('Copy Key')}`,
      detail: l10n.t('Programs need it with each request. It stays in VS Code’s secret storage.'),
      run: () => copied(key(), l10n.t('key copied')),
    },
    {
      label: `$(symbol-text) ${l10n.t('Copy Model Name')}`,
      detail: namesPhrase(model()),
      run: () => copied(lastingName, l10n.t('model name copied')),
    },
    {
      label: `$(terminal) ${l10n.t('Copy as curl')}`,
      detail: l10n.t('A command for the terminal that asks the model something, with the key in it'),
      run: () => copied(curlExample({ url: server.url, key: key() }, model()), l10n.t('command copied')),
    },
    {
      label: `$(link) ${l10n.t('Copy Address for Anthropic Clients')}`,
      detail: server.url,
      run: () => copied(server.url, l10n.t('address copied')),
    },
    { label: l10n.t('This window'), kind: QuickPickItemKind.Separator },
    {
      label: `$(refresh) ${l10n.t('Make a New Key')}`,
      detail: l10n.t('Programs that have the old one are refused from then on'),
      async run() {
        await renewKey();
        return l10n.t('new key made');
      },
    },
    {
      label: `$(debug-stop) ${l10n.t('Stop Serving')}`,
      detail: l10n.t('Ends by itself when this window closes'),
      async run() {
        await stop();
        return undefined;
      },
    },
  ];
}

function namesPhrase(model: ModelDescription | undefined): string {
  return model === undefined
    ? l10n.t('{0}: whichever model is loaded.', lastingName)
    : l10n.t('{0}: whichever model is loaded. This one is also called {1}.', lastingName, servedName(model.name));
}

/** From where it can be reached: in a window on another machine, not from the one the person sits at. */
function reachPhrase(): string {
  return env.remoteName === undefined
    ? l10n.t('only programs on this machine, with the key')
    : l10n.t('only programs on the remote machine, with the key');
}
