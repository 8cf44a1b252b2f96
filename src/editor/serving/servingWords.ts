import { l10n } from 'vscode';
import type { ModelDescription } from '../../engine/engine.ts';
import type { ServedCounts } from '../../serving/startModelServer.ts';
import { formatCount } from '../formatCount.ts';

/** A model's name as programs write one: lower case, without spaces. */
export function servedName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}.]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** The name that stays when the user loads another model. */
export const lastingName = 'parity';

export function countsPhrase({ served, refused, running }: ServedCounts): string {
  const answered = served === 1 ? l10n.t('1 request answered') : l10n.t('{0} requests answered', formatCount(served));
  const parts = [
    served === 0 ? l10n.t('no request answered yet') : answered,
    ...(refused === 0 ? [] : [l10n.t('{0} refused', formatCount(refused))]),
    ...(running === 0 ? [] : [l10n.t('{0} under way', formatCount(running))]),
  ];
  return parts.join(', ');
}

/** What a person pastes into a terminal to see that it works. Double quotes hold in every shell. */
export function curlExample(
  { url, key }: { readonly url: string; readonly key: string },
  model: ModelDescription | undefined,
): string {
  const chats = model === undefined || model.capabilities.chat;
  const [path, body] = chats
    ? ['/v1/chat/completions', { model: lastingName, messages: [{ role: 'user', content: 'Hello' }] }]
    : ['/v1/completions', { model: lastingName, prompt: 'def add(a, b):\n    return ', suffix: '\n', stop: '\n' }];
  const quoted = JSON.stringify(JSON.stringify(body));
  return `curl ${url}${path} -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d ${quoted}`;
}
