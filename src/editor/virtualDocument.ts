import { EventEmitter, type Uri, commands, extensions, window, workspace } from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposables.ts';

export interface VirtualDocument extends Disposable {
  /** Puts a new text in the place of the last, and shows it. */
  show(markdown: string): Promise<void>;
  read(): string;
}

/** A page of Markdown that cannot be edited, and asks for no name when it is closed. The address's last part is the title. */
export function createVirtualDocument(uri: Uri): VirtualDocument {
  const store = new DisposableStore();
  const changes = store.add(new EventEmitter<Uri>());
  let text = '';
  store.add(
    workspace.registerTextDocumentContentProvider(uri.scheme, {
      onDidChange: changes.event,
      provideTextDocumentContent: () => text,
    }),
  );
  return {
    async show(markdown) {
      text = markdown;
      changes.fire(uri);
      // Laid out where VS Code's own Markdown support is on, else as the text it is.
      if (extensions.getExtension('vscode.markdown-language-features') === undefined) {
        await window.showTextDocument(uri, { preview: true });
      } else {
        await commands.executeCommand('markdown.showPreview', uri);
      }
    },
    read: () => text,
    dispose: () => store.dispose(),
  };
}
