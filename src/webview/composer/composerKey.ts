/** What a key means in the composer; `none` leaves it to the text field. */
export type ComposerAction = 'send' | 'recall' | 'none';

export interface ComposerKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
  /** 229 while an input method is at work, also where `isComposing` is already false again (the Enter that picks a word). */
  readonly keyCode: number;
}

export function composerAction(event: ComposerKey, draft: string): ComposerAction {
  if (event.isComposing || event.keyCode === 229) return 'none';
  const isPlain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (event.key === 'Enter' && isPlain) return 'send';
  if (event.key === 'ArrowUp' && isPlain && draft === '') return 'recall';
  return 'none';
}
