/** The composer's one text field, as the page knows it. */
export const composerFieldId = 'composer-field';

export function focusComposer(): void {
  document.getElementById(composerFieldId)?.focus();
}

/** What stands in it; empty where there is none yet. */
export function composerText(): string {
  const field = document.getElementById(composerFieldId);
  return field instanceof HTMLTextAreaElement ? field.value : '';
}
