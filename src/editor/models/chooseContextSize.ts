import { ConfigurationTarget, type QuickPickItem, l10n, window, workspace } from 'vscode';
import { isAppError } from '../../base/appError.ts';
import { checkModelFile } from '../../models/checkModelFile.ts';
import type { FitHardware } from '../../models/fit/fitHardware.ts';
import { fileFootprint } from '../../models/fit/modelFootprint.ts';
import type { ModelFileFacts } from '../../models/modelFileFacts.ts';
import { type ContextSize, contextSizes } from './contextSizes.ts';

export interface ContextSizeFacts {
  /** Absolute path of the file that is loaded, or will be. */
  readonly modelPath: string;
  readonly hardware: FitHardware | undefined;
  /** Present size of a chat, in tokens. */
  readonly present: number;
}

/** Asks how much a chat can hold, each size with its memory where the model is known, and writes the setting. */
export async function chooseContextSize({ modelPath, hardware, present }: ContextSizeFacts): Promise<void> {
  const facts = await factsOf(modelPath);
  const chats = facts?.chatTemplate !== undefined;
  const sizes = contextSizes({
    footprint: facts === undefined || !chats ? undefined : fileFootprint(facts),
    hardware,
    present,
  });
  const size = await pickSize(
    sizes,
    present,
    facts === undefined || chats
      ? l10n.t('Prompt and answer together. More needs more memory.')
      : l10n.t('For the next model that chats: the one in use completes code only.'),
  );
  if (size === undefined) return;
  await workspace.getConfiguration('parity').update('model.contextTokens', size.tokens, ConfigurationTarget.Global);
}

/** Undefined: the file is not there or cannot be used, which is said where it is loaded. */
async function factsOf(path: string): Promise<ModelFileFacts | undefined> {
  try {
    return await checkModelFile(path, new AbortController().signal);
  } catch (error) {
    if (isAppError(error, 'model-missing') || isAppError(error, 'model-invalid')) return undefined;
    throw error;
  }
}

/** The present size is where the list begins. */
function pickSize(
  sizes: readonly ContextSize[],
  present: number,
  placeholder: string,
): Promise<ContextSize | undefined> {
  const picker = window.createQuickPick<ContextSize & QuickPickItem>();
  picker.title = l10n.t('How Much a Chat Can Hold');
  picker.placeholder = placeholder;
  picker.items = sizes;
  picker.activeItems = picker.items.filter(({ tokens }) => tokens === present);
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}
