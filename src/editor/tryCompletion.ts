import { Position, Range, Selection, commands, window, workspace } from 'vscode';

const text = `import csv


def read_rows(path):
    with open(path) as file:
        return list(csv.DictReader(file))


def count_rows(rows):
    count = 0
    for row in `;

/** A new file with a line to finish, and a suggestion asked for: what a person sees who has just installed Parity. */
export async function tryCompletion(): Promise<void> {
  const document = await workspace.openTextDocument({ language: 'python', content: text });
  const editor = await window.showTextDocument(document, { preview: false });
  const end = document.positionAt(text.length);
  editor.selection = new Selection(end, end);
  editor.revealRange(new Range(new Position(0, 0), end));
  await commands.executeCommand('editor.action.inlineSuggest.trigger');
}
