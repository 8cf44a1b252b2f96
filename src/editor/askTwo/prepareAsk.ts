import { type ExtensionContext, l10n, window } from 'vscode';
import type { PairAsk } from '../../chat/pair/pairTurn.ts';
import type { EnginePorts } from '../benchmark/openEngines.ts';
import { chooseTwo } from './chooseTwo.ts';
import { contenderOf } from './contenderOf.ts';

/** What is to be asked of whom. Undefined: the user left, and nothing was sent. `text`: empty, and it is asked for. */
export async function prepareAsk(
  text: string,
  context: ExtensionContext,
  ports: EnginePorts,
): Promise<PairAsk | undefined> {
  const chosen = await chooseTwo(context, ports);
  if (chosen === undefined) return undefined;
  const question = text.trim() === '' ? await askQuestion() : text;
  if (question === undefined) return undefined;
  const { offers, isBlind } = chosen;
  const [left, right] = [contenderOf(offers.left, ports), contenderOf(offers.right, ports)];
  const isSwapped = isBlind && Math.random() < 0.5;
  return { question, isBlind, sides: isSwapped ? { left: right, right: left } : { left, right } };
}

async function askQuestion(): Promise<string | undefined> {
  const question = await window.showInputBox({
    title: l10n.t('Ask Two Engines'),
    prompt: l10n.t('What do you want to ask both?'),
    ignoreFocusOut: true,
  });
  return question === undefined || question.trim() === '' ? undefined : question;
}
