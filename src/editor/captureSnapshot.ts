import { EndOfLine, type InlineCompletionContext, Position, Range, type TextDocument, window, workspace } from 'vscode';
import { maxDocumentCharacters } from '../completion/skipReason.ts';
import { capturedLines, type SelectedSuggestion, type Snapshot } from '../completion/snapshot.ts';

/** The document around the cursor as a plain value. `isEnabled`: what the settings say for this document. */
export function captureSnapshot(
  document: TextDocument,
  position: Position,
  context: Pick<InlineCompletionContext, 'selectedCompletionInfo'>,
  isEnabled: boolean,
): Snapshot {
  const lastLine = document.lineAt(document.lineCount - 1);
  const documentCharacters = document.offsetAt(lastLine.range.end);
  // The gate turns such a document away by its length; its text is not worth copying.
  const isHuge = documentCharacters > maxDocumentCharacters;
  const firstLine = isHuge ? position.line : Math.max(0, position.line - capturedLines.before);
  const endLine = isHuge ? position.line : Math.min(lastLine.lineNumber, position.line + capturedLines.after);
  const { end } = document.lineAt(endLine).range;
  const isCrlf = document.eol === EndOfLine.CRLF;
  const textOf = (range: Range): string => {
    const text = document.getText(range);
    return isCrlf ? text.replaceAll('\r\n', '\n') : text;
  };
  const folder = workspace.getWorkspaceFolder(document.uri);
  return {
    uri: document.uri.toString(),
    scheme: document.uri.scheme,
    access: accessTo(document),
    path:
      folder === undefined
        ? document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1)
        : workspace.asRelativePath(document.uri, false),
    repository: folder?.name ?? '',
    languageId: document.languageId,
    isEnabled,
    documentCharacters,
    before: textOf(new Range(new Position(firstLine, 0), position)),
    after: textOf(new Range(position, end)),
    firstLine,
    // Each line end before the cursor counts twice in a CRLF document.
    offset: document.offsetAt(position) - (isCrlf ? position.line : 0),
    eol: isCrlf ? '\r\n' : '\n',
    selected: selectedIn(context, position),
    ...cursorsIn(document, position),
  };
}

/** An untitled document or notebook cell is writable though no file system stands behind it. */
function accessTo({ uri }: TextDocument): Snapshot['access'] {
  if (['file', 'untitled', 'vscode-notebook-cell', 'vscode-interactive-input'].includes(uri.scheme)) return 'writable';
  const isWritable = workspace.fs.isWritableFileSystem(uri.scheme);
  if (isWritable === undefined) return 'none';
  return isWritable ? 'writable' : 'read-only';
}

function cursorsIn(
  document: TextDocument,
  position: Position,
): Pick<Snapshot, 'tabColumns' | 'cursorCount' | 'hasSelection'> {
  const candidates = [window.activeTextEditor, ...window.visibleTextEditors];
  const editor = candidates.find((candidate) => candidate?.document === document);
  const tabSize = editor?.options.tabSize;
  return {
    tabColumns: typeof tabSize === 'number' && tabSize > 0 ? tabSize : 4,
    cursorCount: editor?.selections.length ?? 1,
    // News of the selection may come later than news of the text: one that ends elsewhere is out of date.
    hasSelection: editor !== undefined && !editor.selection.isEmpty && editor.selection.active.isEqual(position),
  };
}

function selectedIn(
  { selectedCompletionInfo: info }: Pick<InlineCompletionContext, 'selectedCompletionInfo'>,
  position: Position,
): SelectedSuggestion | undefined {
  if (info === undefined) return undefined;
  const { range, text } = info;
  const span =
    range.isSingleLine && range.contains(position)
      ? { before: position.character - range.start.character, after: range.end.character - position.character }
      : undefined;
  return { text, span };
}
