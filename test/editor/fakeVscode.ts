/**
 * Stands in for `vscode` in unit tests of the editor's words: what only turns facts into text needs nothing but these.
 * Whatever shows something or reads the workspace is tested in a real VS Code.
 */
export const env = { language: 'en' };

export const l10n = {
  /** As VS Code does it in English: `{0}` is the first argument. */
  t(message: string, ...values: readonly (string | number | boolean)[]): string {
    return message.replaceAll(/\{(\d+)\}/g, (hole, index) => String(values[Number(index)] ?? hole));
  },
};
