import { access, constants } from 'node:fs/promises';
import * as vscode from 'vscode';
import { throwIfAborted } from '../base/appError.ts';
import { changedSpan } from '../tools/changedSpan.ts';
import { isProtectedPath } from '../tools/protectedPath.ts';
import { fileProblem } from '../tools/readOutcomes.ts';
import type { FileProblem, WriteOutcome } from '../tools/workspaceFiles.ts';
import type { LocatedFile } from './locateFile.ts';
import { openDocument, readFileText } from './readFileText.ts';

/**
 * Replaces `before` by `after` in one undoable edit and saves the file. A document that had unsaved changes stays
 * unsaved: saving it would put on disk what its author has not yet decided to keep.
 */
export async function writeFileText(
  file: LocatedFile,
  before: string,
  after: string,
  signal: AbortSignal,
): Promise<WriteOutcome> {
  const { path } = file;
  if (isProtectedPath(path)) return fileProblem('read-only', `${path} is protected: tools must not change it.`);
  const current = await readFileText(file, signal);
  if (current.kind === 'problem') {
    return current.problem === 'not-found' && before === '' ? createFile(file, after, signal) : current;
  }
  if (current.text !== before) return changedMeanwhile(path);
  if (!(await isWritable(file.realPath))) return fileProblem('read-only', `${path} is read-only.`);

  const document = openDocument(file) ?? (await vscode.workspace.openTextDocument(file.uri, { encoding: 'utf8' }));
  const wasDirty = document.isDirty;
  // An open document may lag behind a file that another program has just written.
  if (document.getText() !== before) return changedMeanwhile(path);
  throwIfAborted(signal);

  const { start, endBefore, endAfter } = changedSpan(before, after);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(endBefore));
  edit.replace(document.uri, range, after.slice(start, endAfter));
  if (!(await vscode.workspace.applyEdit(edit)))
    return fileProblem('read-only', `The editor refused to change ${path}.`);
  if (wasDirty) return { kind: 'written', path, isUnsaved: true };
  return (await document.save()) ? { kind: 'written', path } : { kind: 'written', path, isUnsaved: true };
}

async function createFile(file: LocatedFile, text: string, signal: AbortSignal): Promise<WriteOutcome> {
  const { path, uri } = file;
  if (openDocument(file) !== undefined) return changedMeanwhile(path);
  throwIfAborted(signal);
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { contents: new TextEncoder().encode(text), overwrite: false, ignoreIfExists: false });
  const isApplied = await vscode.workspace.applyEdit(edit);
  return isApplied ? { kind: 'written', path } : fileProblem('read-only', `The editor could not create ${path}.`);
}

async function isWritable(realPath: string): Promise<boolean> {
  try {
    await access(realPath, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function changedMeanwhile(path: string): FileProblem {
  return fileProblem('changed', `${path} has changed meanwhile.`);
}
