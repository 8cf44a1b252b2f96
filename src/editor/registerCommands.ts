import { commands } from 'vscode';
import type { CommandId } from '../base/commands.ts';
import { type Disposable, DisposableStore } from '../base/disposables.ts';

/** What each command does, with the argument of whoever called it. A command without a function, or a function without a command, does not compile. */
export type CommandTable = Readonly<Record<CommandId, (argument?: unknown) => unknown>>;

/** `onError` gets what a command throws or rejects with. */
export function registerCommands(table: CommandTable, onError: (error: unknown) => void): Disposable {
  const store = new DisposableStore();
  for (const [id, run] of Object.entries(table)) {
    store.add(
      commands.registerCommand(id, async (argument: unknown) => {
        try {
          await run(argument);
        } catch (error) {
          onError(error);
        }
      }),
    );
  }
  return store;
}
