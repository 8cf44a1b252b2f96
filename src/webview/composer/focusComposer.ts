/** The composer's one text field, as the page knows it. */
export const composerFieldId = 'composer-field';

export function focusComposer(): void {
  document.getElementById(composerFieldId)?.focus();
}
