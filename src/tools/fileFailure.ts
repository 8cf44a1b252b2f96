import type { ToolOutcome } from './tool.ts';
import type { FileProblem } from './workspaceFiles.ts';

export type ToolFailure = Extract<ToolOutcome, { kind: 'failed' }>;

const summaryByProblem: Readonly<Record<FileProblem['problem'], string>> = {
  'no-workspace': 'no folder is open',
  'outside-workspace': 'outside the workspace',
  'not-found': 'not found',
  'not-a-file': 'not a file',
  'not-a-directory': 'not a folder',
  binary: 'binary file',
  'too-large': 'file too large',
  'not-utf8': 'not UTF-8 text',
  changed: 'changed meanwhile',
  'read-only': 'must not be changed',
  'invalid-pattern': 'invalid pattern',
  untrusted: 'workspace not trusted',
  unavailable: 'not available here',
};

/** What a file that cannot be had means to the model, and to the user in a few words. */
export function fileFailure(problem: FileProblem, advice = ''): ToolFailure {
  const text = advice === '' ? problem.detail : `${problem.detail} ${advice}`;
  return { kind: 'failed', text, summary: summaryByProblem[problem.problem] };
}
