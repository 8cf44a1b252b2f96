import type { AssistantMessage } from '../../engine/message.ts';
import type { failureReasons, TaskResult } from '../result.ts';
import type { FileEdit } from '../task.ts';

/** What came back for a task, before it is graded. */
export interface TaskAnswer {
  readonly content:
    | { readonly kind: 'edits'; readonly edits: readonly FileEdit[] }
    /** `text` is what stands in the hole; absent where the suggestion also replaced what stood around it. */
    | { readonly kind: 'filling'; readonly text: string; readonly file: string }
    | { readonly kind: 'message'; readonly message: AssistantMessage }
    | { readonly kind: 'none'; readonly reason: FailureReason; readonly detail: string };
  /** Counts when the edits are no solution: what kept the model from a better one. */
  readonly hindrance?: { readonly reason: FailureReason; readonly detail: string };
  /** As the model wrote it. */
  readonly text: string;
  readonly transcript: TaskResult['evidence']['transcript'];
}

export type FailureReason = (typeof failureReasons)[number];

export function noAnswer(
  reason: FailureReason,
  detail: string,
  evidence: Pick<TaskAnswer, 'text' | 'transcript'> = { text: '', transcript: [] },
): TaskAnswer {
  return { content: { kind: 'none', reason, detail }, ...evidence };
}
