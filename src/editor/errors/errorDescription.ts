import { l10n } from 'vscode';
import type { AppErrorCode, AppErrorData } from '../../base/appError.ts';
import type { CommandId } from '../../base/commands.ts';

/** Ours, and those of VS Code that are a next step. */
export type StepCommand =
  CommandId | 'workbench.action.openSettings' | 'workbench.action.files.openFolder' | 'workbench.trust.manage';

/** What a person is told, and the command that is the next step, if there is one. */
export interface ErrorDescription {
  readonly text: string;
  readonly step:
    | {
        readonly label: string;
        readonly command: StepCommand;
        readonly argument?: string;
      }
    | undefined;
}

/** The words for each error of a kind, from what it carries. */
export type ErrorWords<Code extends AppErrorCode> = {
  readonly [One in Code]: (data: AppErrorData[One]) => ErrorDescription;
};

export function chooseEngines(): ErrorDescription['step'] {
  return { label: l10n.t('Choose Engines'), command: 'parity.chooseEngines' };
}

export function chooseModel(): ErrorDescription['step'] {
  return { label: l10n.t('Choose Model File'), command: 'parity.chooseModel' };
}

export function showLog(): ErrorDescription['step'] {
  return { label: l10n.t('Show Log'), command: 'parity.showLog' };
}

export function openSetting(key: string): ErrorDescription['step'] {
  return { label: l10n.t('Open Settings'), command: 'workbench.action.openSettings', argument: key };
}
