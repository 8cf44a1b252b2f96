import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { throwIfAborted } from '../base/appError.ts';
import { decodeText, maxFileBytes } from '../tools/decodeText.ts';
import type { FileProblem, ReadOutcome } from '../tools/workspaceFiles.ts';
import { errorCode } from './errorCode.ts';
import type { LocatedFile } from './locateFile.ts';

/** The text a person would see on opening the file now: with unsaved changes, else as it is on disk. */
export async function readFileText(file: LocatedFile, signal: AbortSignal): Promise<ReadOutcome> {
  const { path } = file;
  if (!file.exists) return { ...problem('not-found', `${path} does not exist.`), path };
  try {
    const { size, ...stats } = await statFile(file.realPath);
    if (stats.isFolder) return problem('not-a-file', `${path} is a folder.`);
    // Reading a pipe or a device may never end.
    if (!stats.isFile) return problem('not-a-file', `${path} is not a regular file.`);
    const document = openDocument(file);
    if (document?.isDirty === true) return { kind: 'text', path, text: document.getText() };
    if (size > maxFileBytes) return problem('too-large', `${path} is larger than ${maxFileBytes / 1024 / 1024} MB.`);

    const decoded = decodeText(await readFile(file.realPath, { signal }));
    switch (decoded.kind) {
      case 'text':
        return { kind: 'text', path, text: decoded.text };
      case 'binary':
        return problem('binary', `${path} is a binary file.`);
      case 'not-utf8':
        return problem('not-utf8', `${path} is not UTF-8 text.`);
    }
  } catch (error) {
    throwIfAborted(signal);
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { ...problem('not-found', `${path} does not exist.`), path };
    if (code === 'EACCES' || code === 'EPERM') return problem('unavailable', `${path} must not be read by this user.`);
    throw error;
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

function problem(kind: FileProblem['problem'], detail: string): FileProblem {
  return { kind: 'problem', problem: kind, detail };
}
