import { l10n } from 'vscode';
import type { AppErrorCode, AppErrorData, NetworkProblem } from '../../base/appError.ts';
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

/** What stands between this machine and a host, where it is what failed; undefined for all other problems. */
export function describeProxy(problem: NetworkProblem | undefined, host: string): ErrorDescription | undefined {
  switch (problem) {
    case 'proxy-unreachable':
      return {
        text: l10n.t('The proxy on the way to {0} cannot be reached. Check its address, and that it runs.', host),
        step: openSetting('http.proxy'),
      };
    case 'proxy-auth':
      return {
        text: l10n.t(
          'The proxy on the way to {0} wants a user name and a password (407). Sign in where VS Code asks for them, or put them into http.proxy: http://NAME:PASSWORD@HOST:PORT.',
          host,
        ),
        step: openSetting('http.proxy'),
      };
    case 'proxy-refused':
      return {
        text: l10n.t(
          'The proxy does not let through to {0}. Ask whoever runs it, or name the host in http.noProxy.',
          host,
        ),
        step: openSetting('http.noProxy'),
      };
    default:
      return undefined;
  }
}

export function openSetting(key: string): ErrorDescription['step'] {
  return { label: l10n.t('Open Settings'), command: 'workbench.action.openSettings', argument: key };
}
