import { abortError } from '../base/appError.ts';
import type { FileChange } from '../tools/tool.ts';
import type { ApprovalRequest, Decision } from './answerCall.ts';

/** The calls that wait for the user, each until it is decided or its answer is stopped. */
export interface Approvals {
  ask(request: ApprovalRequest, signal: AbortSignal): Promise<Decision>;
  /** False when no call of this id waits: it was decided, stopped, or never asked. */
  decide(callId: string, decision: Decision): boolean;
  pendingChange(callId: string): FileChange | undefined;
}

export function createApprovals(): Approvals {
  const waiting = new Map<string, { readonly request: ApprovalRequest; readonly decide: (d: Decision) => void }>();
  return {
    ask: (request, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) throw abortError();
        const abort = (): void => {
          waiting.delete(request.callId);
          reject(abortError());
        };
        signal.addEventListener('abort', abort, { once: true });
        const decide = (decision: Decision): void => {
          waiting.delete(request.callId);
          signal.removeEventListener('abort', abort);
          resolve(decision);
        };
        waiting.set(request.callId, { request, decide });
      }),
    decide(callId, decision) {
      const approval = waiting.get(callId);
      approval?.decide(decision);
      return approval !== undefined;
    },
    pendingChange: (callId) => waiting.get(callId)?.request.change,
  };
}
