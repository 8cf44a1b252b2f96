import { type ExtensionContext, commands } from 'vscode';
import type { WalkthroughId } from '../base/walkthrough.ts';

export async function openWalkthrough({ extension }: ExtensionContext): Promise<void> {
  const id: WalkthroughId = 'parity.start';
  await commands.executeCommand('workbench.action.openWalkthrough', `${extension.id}#${id}`, false);
}
