import { EventEmitter, Uri, workspace } from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';

/** The report's address; its last part is the tab's title. */
const uri = Uri.from({ scheme: 'parity-doctor', path: '/Parity Doctor.md' });

export interface DoctorDocument extends Disposable {
  readonly uri: Uri;
  /** Puts a new report in the place of the last. */
  write(markdown: string): void;
  read(): string;
}

/** The last report as a document that cannot be edited, and asks for no name when it is closed. */
export function createDoctorDocument(): DoctorDocument {
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
    uri,
    write(markdown) {
      text = markdown;
      changes.fire(uri);
    },
    read: () => text,
    dispose: () => store.dispose(),
  };
}
