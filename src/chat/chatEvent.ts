import type { Usage } from '../engine/engine.ts';
import type { Activity, ContextUse, EditSummary, NoticeEntry, RefusedMessage, Surroundings } from './chatState.ts';

/** Everything that can happen to a chat. The view gets each one, in order, after its first snapshot. */
export type ChatEvent =
  | { readonly kind: 'surroundings'; readonly surroundings: Surroundings }
  | { readonly kind: 'cleared' }
  | { readonly kind: 'refused'; readonly refused: RefusedMessage | undefined }
  | { readonly kind: 'user'; readonly id: string; readonly text: string }
  | { readonly kind: 'activity'; readonly activity: Activity }
  | { readonly kind: 'assistant-began'; readonly id: string }
  | { readonly kind: 'thinking'; readonly id: string; readonly text: string }
  | { readonly kind: 'thinking-ended'; readonly id: string; readonly durationMs: number }
  | { readonly kind: 'text'; readonly id: string; readonly text: string }
  | {
      readonly kind: 'assistant-ended';
      readonly id: string;
      readonly progress: 'done' | 'stopped' | 'failed' | 'cut-off';
      readonly usage: Usage | undefined;
      readonly context: ContextUse | undefined;
    }
  | { readonly kind: 'call-began'; readonly id: string; readonly tool: string; readonly target: string }
  /** `edit` is absent for a call that needs consent and changes no file. */
  | { readonly kind: 'call-awaits-approval'; readonly id: string; readonly edit: EditSummary | undefined }
  | { readonly kind: 'call-approved'; readonly id: string }
  | {
      readonly kind: 'call-ended';
      readonly id: string;
      readonly progress: 'done' | 'failed' | 'denied' | 'stopped';
      readonly summary: string;
      readonly detail: string;
    }
  | ({ readonly kind: 'notice' } & Omit<NoticeEntry, 'kind'>);
