import { commands, env } from 'vscode';
import { type SettingDefinition, settingDefinitions } from '../base/settings.ts';
import type { ErrorDescription } from './errors/errorDescription.ts';

/** Does what the button of an error or of a finding says. */
export async function takeStep({
  command,
  argument,
}: Pick<NonNullable<ErrorDescription['step']>, 'command' | 'argument'>): Promise<void> {
  if (argument === undefined) await commands.executeCommand(command);
  else if (command === 'workbench.action.openSettings') await openSettings(argument);
  else await commands.executeCommand(command, argument);
}

/**
 * Shows the settings of this name or below it. Those of one machine are on a page of their own where the window works on
 * another one (over SSH, in WSL, in a container), and the usual page finds none of them.
 */
export async function openSettings(query: string): Promise<void> {
  const isElsewhere = env.remoteName !== undefined && isOfMachine(query);
  if (isElsewhere) await commands.executeCommand('workbench.action.openRemoteSettings', { query });
  else await commands.executeCommand('workbench.action.openSettings', query);
}

function isOfMachine(query: string): boolean {
  const definitions: Readonly<Record<string, SettingDefinition>> = settingDefinitions;
  return Object.entries(definitions).some(
    ([key, { scope }]) => scope === 'machine' && `parity.${key}`.startsWith(query),
  );
}
