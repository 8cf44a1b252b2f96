import { type SecretStorage, l10n, window } from 'vscode';

/** The name of the token in VS Code's secret storage, the only place where it is kept. */
const secretKey = 'parity.huggingFaceToken';

/** Undefined when the user has set none. Never put it into a log, an error or a setting. */
export async function readHuggingFaceToken(secrets: SecretStorage): Promise<string | undefined> {
  return secrets.get(secretKey);
}

/** Asks for the token; an empty answer removes it, Escape leaves it. */
export async function setHuggingFaceToken(secrets: SecretStorage): Promise<void> {
  const isSet = (await secrets.get(secretKey)) !== undefined;
  const answer = await window.showInputBox({
    title: l10n.t('Hugging Face Token'),
    prompt: isSet
      ? l10n.t('A token is set. Type another one, or leave this empty to remove it.')
      : l10n.t('For models that ask for consent, and for higher limits. Make one at huggingface.co/settings/tokens.'),
    placeHolder: 'hf_…',
    password: true,
    ignoreFocusOut: true,
    // A token goes into a header: nothing that could end the header's line.
    validateInput: (text) => (/^[\x21-\x7e]*$/.test(text.trim()) ? undefined : l10n.t('A token has no spaces.')),
  });
  if (answer === undefined) return;
  if (answer.trim() === '') await secrets.delete(secretKey);
  else await secrets.store(secretKey, answer.trim());
}
