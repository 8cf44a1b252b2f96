import * as vscode from 'vscode';

/** Puts `text` where the cursor is in the editor used last, in place of what is selected, as one undoable edit. */
export async function insertAtCursor(text: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a file and put the cursor where the code should go.'),
    );
    return;
  }
  const isDone = await editor.edit((builder) => {
    for (const selection of editor.selections) builder.replace(selection, text);
  });
  if (!isDone) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The file in the editor cannot be changed.'));
    return;
  }
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
}
