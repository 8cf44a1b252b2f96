import { AppError, type AppErrorCode, isAbort } from '../../base/appError.ts';
import type { failureReasons } from '../result.ts';

/** Whose fault an error is, and what to do about it. */
export type ErrorJudgement =
  /** The work was given up: nothing is recorded. */
  | { readonly kind: 'aborted' }
  | { readonly kind: 'model'; readonly reason: (typeof failureReasons)[number]; readonly detail: string }
  | {
      readonly kind: 'infrastructure';
      readonly code: AppErrorCode | 'bug';
      readonly detail: string;
      /** `retry`: may pass. `record`: the same would come again. `stop-engine`: so would it for every other task. */
      readonly cure: 'retry' | 'record' | 'stop-engine';
    };

export function judgeError(error: unknown): ErrorJudgement {
  if (isAbort(error)) return { kind: 'aborted' };
  if (!(error instanceof AppError)) {
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: 'infrastructure', code: 'bug', detail, cure: 'record' };
  }
  const { code, message: detail } = error;
  const cure = cureOf(code);
  return cure === 'too-long' || cure === 'no-answer'
    ? { kind: 'model', reason: cure, detail }
    : { kind: 'infrastructure', code, detail, cure };
}

type Cure = Extract<ErrorJudgement, { kind: 'infrastructure' }>['cure'] | 'too-long' | 'no-answer';

function cureOf(code: AppErrorCode): Cure {
  switch (code) {
    case 'context-overflow':
    case 'provider-context-overflow':
      return 'too-long';
    case 'provider-content-filter':
      return 'no-answer';
    case 'worker-crashed':
    case 'engine-silent':
    case 'provider-network':
    case 'provider-failed':
    case 'provider-answer-invalid':
      return 'retry';
    // It was waited for as long as is worth it: see `askAgain.ts`.
    case 'provider-rate-limited':
    case 'template-failed':
    case 'provider-refused':
    case 'benchmark-base-missing':
    case 'benchmark-folder-too-large':
    case 'git-missing':
    case 'git-too-old':
    case 'git-unsafe-folder':
    case 'git-failed':
      return 'record';
    case 'model-missing':
    case 'model-invalid':
    case 'adapter-invalid':
    case 'load-failed':
    case 'out-of-memory':
    case 'engine-unavailable':
    case 'no-model':
    case 'infill-unsupported':
    case 'chat-unsupported':
    case 'tools-unsupported':
    case 'engine-halted':
    case 'protocol-mismatch':
    case 'engine-closed':
    case 'settings-invalid':
    case 'network-offline':
    case 'endpoint-missing':
    case 'provider-auth':
    case 'provider-quota':
    case 'model-retired':
    case 'model-not-served':
      return 'stop-engine';
    // Of what is done before a run, of downloads and of Parity's folder: nothing that a run asks for. Another one of the same kind would not help.
    case 'benchmark-no-folder':
    case 'benchmark-untrusted':
    case 'benchmark-no-tasks':
    case 'benchmark-set-unreadable':
    case 'benchmark-container-unusable':
    case 'benchmark-run-unusable':
    case 'download-unauthorized':
    case 'download-not-found':
    case 'download-rate-limited':
    case 'download-failed':
    case 'download-mismatch':
    case 'not-enough-disk':
    case 'disk-full':
    case 'folder-unwritable':
    case 'not-own-file':
    case 'serving-failed':
    case 'prices-unreachable':
    case 'prices-unreadable':
      return 'record';
  }
}
