/** What the bytes of a file, or the failure to get them, are to a tool: in the editor and in copies alike. */
import { decodeText, maxFileBytes } from './decodeText.ts';
import type { FileProblem, ReadOutcome } from './workspaceFiles.ts';

export function outcomeOfBytes(path: string, bytes: Uint8Array): ReadOutcome {
  const decoded = decodeText(bytes);
  switch (decoded.kind) {
    case 'text':
      return { kind: 'text', path, text: decoded.text };
    case 'binary':
      return fileProblem('binary', `${path} is a binary file.`);
    case 'not-utf8':
      return fileProblem('not-utf8', `${path} is not UTF-8 text.`);
  }
}

/** By the code of the system's error; `undefined`: it is none that a tool could do something about. */
export function outcomeOfFailure(path: string, code: unknown): FileProblem | undefined {
  if (code === 'ENOENT' || code === 'ENOTDIR') return missingFile(path);
  if (code === 'EACCES' || code === 'EPERM')
    return fileProblem('unavailable', `${path} must not be read by this user.`);
  return undefined;
}

export function missingFile(path: string): FileProblem {
  return { ...fileProblem('not-found', `${path} does not exist.`), path };
}

export function tooLargeFile(path: string): FileProblem {
  return fileProblem('too-large', `${path} is larger than ${maxFileBytes / 1024 / 1024} MB.`);
}

export function fileProblem(kind: FileProblem['problem'], detail: string): FileProblem {
  return { kind: 'problem', problem: kind, detail };
}
