import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { throwIfAborted } from '../base/appError.ts';
import { maxFileBytes } from '../tools/decodeText.ts';
import { fileProblem, missingFile, outcomeOfBytes, outcomeOfFailure, tooLargeFile } from '../tools/readOutcomes.ts';
import type { ReadOutcome } from '../tools/workspaceFiles.ts';
import { errorCode } from './errorCode.ts';
import type { LocatedFile } from './locateFile.ts';

/** The text a person would see on opening the file now: with unsaved changes, else as it is on disk. */
export async function readFileText(file: LocatedFile, signal: AbortSignal): Promise<ReadOutcome> {
  const { path } = file;
  if (!file.exists) return missingFile(path);
  try {
    const { size, ...stats } = await statFile(file.realPath);
    if (stats.isFolder) return fileProblem('not-a-file', `${path} is a folder.`);
    // Reading a pipe or a device may never end.
    if (!stats.isFile) return fileProblem('not-a-file', `${path} is not a regular file.`);
    const document = openDocument(file);
    if (document?.isDirty === true) return { kind: 'text', path, text: document.getText() };
    if (size > maxFileBytes) return tooLargeFile(path);
    return outcomeOfBytes(path, await readFile(file.realPath, { signal }));
  } catch (error) {
    throwIfAborted(signal);
    const outcome = outcomeOfFailure(path, errorCode(error));
    if (outcome === undefined) throw error;
    return outcome;
  }
}

/** The document the editor has for this file, under whichever of its two names it was opened. */
export function openDocument(file: LocatedFile): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(
    ({ uri }) => uri.scheme === 'file' && (uri.fsPath === file.uri.fsPath || uri.fsPath === file.realPath),
  );
}

async function statFile(realPath: string): Promise<{ size: number; isFile: boolean; isFolder: boolean }> {
  const stats = await stat(realPath);
  return { size: stats.size, isFile: stats.isFile(), isFolder: stats.isDirectory() };
}
