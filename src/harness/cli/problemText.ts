import { AppError, type AppErrorData, isAppError } from '../../base/appError.ts';
import { RunFolderProblem } from '../run/runFolderProblem.ts';
import { UsageProblem } from './usageProblem.ts';

/** What to tell a person of an error, in a sentence or two. A bug comes with its stack: there is no log to look into. */
export function problemText(error: unknown): string {
  if (error instanceof UsageProblem || error instanceof RunFolderProblem) return error.message;
  if (error instanceof AppError) return appErrorText(error);
  const ofFile = fileProblemText(error);
  if (ofFile !== undefined) return ofFile;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Undefined: it is no failure of the file system. */
function fileProblemText(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return `The disk is full${path === undefined ? '' : ` (${path})`}. What is finished is kept: make room, and give the same command again.`;
  }
  if (error.code === 'EISDIR') return `${path ?? 'What was given'} is a folder, where a file is needed.`;
  if (path === undefined) return undefined;
  const isMade = 'syscall' in error && error.syscall === 'mkdir';
  switch (error.code) {
    case 'ENOENT':
      return isMade ? `${path} cannot be made. Choose another place with --out.` : `There is no ${path}.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${path} may not be read or written here. Allow it, or choose another place with --out.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${path} is a file, where a folder is needed.`;
    default:
      return error.message;
  }
}

/** `code`: an `AppErrorCode` or another word that a run ends an engine with. */
function appErrorText(error: AppError): string {
  const { code, data } = error;
  if (isAppError(error, 'benchmark-container-unusable')) return containerText(error.data);
  const told = words[code];
  const facts = Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
  const sentence = told ?? `Failed with ${code}.`;
  return facts === '' ? sentence : `${sentence} (${facts})`;
}

function containerText({ program, image, problem, detail }: AppErrorData['benchmark-container-unusable']): string {
  switch (problem) {
    case 'no-name':
      return `No image is named for ${program}.`;
    case 'no-program':
      return `The program ${program} was not found. Install it, or leave out --container.`;
    case 'no-service':
      return `${program} does not answer (${detail}). Start it, or leave out --container.`;
    case 'no-image':
      return `${program} does not have the image ${image} here. Get it with: ${program} pull ${image}`;
    case 'cannot-keep-in':
      return `A container of ${image} by ${program} cannot be used: it did not see the files of this machine, or could write where it must not (${detail}). The image needs a shell at /bin/sh, and ${program} must run on this machine.`;
  }
}

const words: Partial<Readonly<Record<AppError['code'], string>>> = {
  'model-missing': 'There is no such model file.',
  'model-invalid': 'The file is no model that can be loaded.',
  'load-failed': 'The engine could not load the model.',
  'out-of-memory': 'The model does not fit into memory. Try a smaller one, or a smaller --context.',
  'engine-unavailable': 'The engine cannot run on this system.',
  'worker-crashed': 'The engine ended by itself.',
  'engine-halted': 'The engine ended by itself too often.',
  'network-offline': 'The server is not on this machine: give --allow-network to send code to it.',
  'provider-auth': 'The server refused the key. Name the variable that holds it with --key-env.',
  'provider-quota': 'The account has no credit left.',
  'provider-rate-limited': 'The server does not take so many requests.',
  'provider-network': 'The server could not be reached.',
  'provider-refused': 'The server refused.',
  'provider-failed': 'The server failed.',
  'provider-answer-invalid': 'The server answered something that is not of its protocol.',
  'model-not-served': 'The server does not have this model.',
  'model-retired': 'The model is not served any more.',
  'benchmark-base-missing':
    'The files that a task is set in are gone: is --repo the right repository, with its history?',
  'benchmark-folder-too-large': 'The folder is no git repository, and too large to be looked through.',
  'git-missing': 'The program git was not found.',
  'git-too-old': 'Git is too old.',
  'git-unsafe-folder': 'Git does not read the repository, because it belongs to another user.',
  'git-failed': 'Git could not read the repository.',
};
