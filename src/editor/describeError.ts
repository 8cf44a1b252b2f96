import { env, l10n } from 'vscode';
import { basename } from 'node:path';
import { AppError, type AppErrorCode, type NetworkProblem } from '../base/appError.ts';
import type { CommandId } from '../base/commands.ts';
import { formatBytes } from '../base/formatBytes.ts';

/** What a person is told, and the command that is the next step, if there is one. */
export interface ErrorDescription {
  readonly text: string;
  readonly step:
    | {
        readonly label: string;
        readonly command: CommandId | 'workbench.action.openSettings';
        readonly argument?: string;
      }
    | undefined;
}

/** The words for every error, in one place. A bug gets a general message; its stack is in the log. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof AppError) return describe(error as AnyAppError);
  return { text: l10n.t('Something in Parity failed. The log has the details.'), step: showLog() };
}

type AnyAppError = {
  [Code in AppErrorCode]: { readonly code: Code; readonly data: AppError<Code>['data'] };
}[AppErrorCode];

function describe({ code, data }: AnyAppError): ErrorDescription {
  switch (code) {
    case 'model-missing':
      return {
        text: l10n.t('The model file {0} does not exist. Choose another one, or put the file back.', data.path),
        step: chooseModel(),
      };
    case 'model-invalid':
      return {
        text: l10n.t('{0} cannot be used: the file {1}.', basename(data.path), data.problem),
        step: chooseModel(),
      };
    case 'adapter-invalid':
      return {
        text: l10n.t(
          'The adapter {0} cannot be used: the file {1}. Remove it from the list of adapters, or choose another one.',
          basename(data.path),
          data.problem,
        ),
        step: openSetting('parity.model.adapters'),
      };
    case 'load-failed':
      return {
        text: l10n.t('The engine could not load {0}: {1}', basename(data.path), data.detail),
        step: chooseModel(),
      };
    case 'out-of-memory':
      return {
        text: l10n.t(
          'There is not enough memory to load {0}, even with a context of {1} tokens and without a GPU. Choose a smaller model, or close other programs and restart the engine.',
          basename(data.path),
          data.contextTokens,
        ),
        step: chooseModel(),
      };
    case 'engine-unavailable':
      return {
        text: l10n.t('The engine cannot run on this system ({0}). The log says why.', data.platform),
        step: showLog(),
      };
    case 'no-model':
      return { text: l10n.t('No model is loaded. Choose a model file.'), step: chooseModel() };
    case 'infill-unsupported':
      return {
        text: l10n.t('{0} cannot complete code. Choose a model that can.', data.model),
        step: chooseModel(),
      };
    case 'chat-unsupported':
      return { text: l10n.t('{0} cannot chat. Choose a model that can.', data.model), step: chooseModel() };
    case 'context-overflow':
      return {
        text: l10n.t(
          'This needs {0} tokens and {1} for the answer, but the context holds {2}. Start a new chat, or raise the context size.',
          data.promptTokens,
          data.reservedTokens,
          data.contextTokens,
        ),
        step: openSetting('parity.model.contextTokens'),
      };
    case 'template-failed':
      return {
        text: l10n.t('The chat template of {0} failed: {1}. Choose another model.', data.model, data.detail),
        step: chooseModel(),
      };
    case 'worker-crashed':
      return data.during === 'load'
        ? {
            text: l10n.t(
              'The engine stopped while it loaded the model ({0}). Choose another model, or restart the engine.',
              endOf(data),
            ),
            step: chooseModel(),
          }
        : {
            text: l10n.t(
              'The engine stopped by itself ({0}). Nothing of yours is lost; the next request starts it again.',
              endOf(data),
            ),
            step: showLog(),
          };
    case 'engine-halted':
      return {
        text: l10n.t(
          'The engine stopped by itself {0} times within {1} minutes ({2}), so Parity does not start it again by itself. Doctor may find out why; then restart the engine, or choose another model.',
          data.crashes,
          data.minutes,
          endOf(data),
        ),
        step: { label: l10n.t('Doctor'), command: 'parity.doctor' },
      };
    case 'engine-silent':
      return {
        text: l10n.t(
          'The engine has not answered for {0} seconds. It may still be at work on a machine that is very busy; if it stays silent, restart it.',
          data.seconds,
        ),
        step: { label: l10n.t('Restart Engine'), command: 'parity.restartEngine' },
      };
    case 'protocol-mismatch':
      return {
        text: l10n.t('Parity was updated while it ran. Reload the window to use the new version.'),
        step: undefined,
      };
    case 'engine-closed':
      return { text: l10n.t('The engine was restarted. Send the request again.'), step: undefined };
    case 'settings-invalid':
      return {
        text: l10n.t('The setting {0} {1}. Its default is used until you change it.', data.key, data.problem),
        step: openSetting(data.key),
      };
    case 'endpoint-missing':
      return {
        text: l10n.t('There is no endpoint {0} in the settings. Choose another engine, or add the endpoint.', data.id),
        step: chooseEngines(),
      };
    case 'provider-auth':
      return {
        text: l10n.t(
          '{0} does not accept the API key ({1}). Set the key, or check what it may do.',
          data.endpoint,
          data.status,
        ),
        step: { label: l10n.t('Set API Key'), command: 'parity.setApiKey', argument: data.id },
      };
    case 'provider-quota':
      return {
        text: l10n.t('The account at {0} has no credit left. Add some there, or choose another engine.', data.endpoint),
        step: chooseEngines(),
      };
    case 'provider-rate-limited':
      return {
        text:
          data.retryAfterSeconds === undefined
            ? l10n.t('{0} takes no more requests for now. Wait a moment and ask again.', data.endpoint)
            : l10n.t('{0} takes no more requests for now. Ask again in {1} s.', data.endpoint, data.retryAfterSeconds),
        step: chooseEngines(),
      };
    case 'provider-context-overflow':
      return {
        text: l10n.t('This is longer than the context of the model at {0}. Start a new chat.', data.endpoint),
        step: openSetting('parity.endpoints'),
      };
    case 'provider-content-filter':
      return {
        text: l10n.t('{0} refused to answer, for reasons of its content rules. Ask in other words.', data.endpoint),
        step: undefined,
      };
    case 'provider-network':
      return describeNetwork(data);
    case 'provider-refused':
      return {
        text: l10n.t(
          '{0} refused the request ({1}): {2}. Check the endpoint’s address, model and kind of server.',
          data.endpoint,
          data.status,
          data.detail === '' ? l10n.t('it gives no reason') : withoutStop(data.detail),
        ),
        step: openSetting('parity.endpoints'),
      };
    case 'provider-failed':
      return {
        text: l10n.t(
          '{0} failed or is overloaded ({1}): {2}. Ask again in a moment.',
          data.endpoint,
          data.status,
          data.detail === '' ? l10n.t('it gives no reason') : withoutStop(data.detail),
        ),
        step: showLog(),
      };
    case 'provider-answer-invalid':
      return {
        text: l10n.t(
          'What {0} answered cannot be read ({1}). Check the address and the kind of server.',
          data.endpoint,
          data.detail,
        ),
        step: openSetting('parity.endpoints'),
      };
    case 'benchmark-base-missing':
      return {
        text: l10n.t(
          'The files that a task is set in are gone ({0}): the history was rewritten, or the folder has changed. Make a new task set.',
          data.base,
        ),
        step: undefined,
      };
    case 'model-not-served':
      return {
        text:
          data.served.length === 0
            ? l10n.t('{0} does not serve the model {1}. Choose another one in the settings.', data.endpoint, data.model)
            : l10n.t(
                '{0} does not serve the model {1}. It serves {2}. Choose one in the settings.',
                data.endpoint,
                data.model,
                new Intl.ListFormat(env.language).format(data.served),
              ),
        step: openSetting('parity.endpoints'),
      };
    case 'model-retired':
      return {
        text:
          data.successor === undefined
            ? l10n.t('{0} stopped serving {1} on {2}. Choose another model.', data.endpoint, data.model, data.retiresOn)
            : l10n.t(
                '{0} stopped serving {1} on {2}. Its successor is {3}: choose that one in the settings.',
                data.endpoint,
                data.model,
                data.retiresOn,
                data.successor,
              ),
        step: openSetting('parity.endpoints'),
      };
    case 'network-offline':
      return {
        text: l10n.t(
          'Parity is set to stay offline, so it did not connect to {0}. Turn the setting off to allow it.',
          data.host,
        ),
        step: openSetting('parity.network.offline'),
      };
    case 'download-unauthorized':
      return {
        text: data.hasToken
          ? l10n.t(
              '{0} refused the download of {1}. Accept the terms on the model’s page there, or check your token.',
              data.host,
              data.name,
            )
          : l10n.t('{0} gives {1} only to people it knows. Set your Hugging Face token.', data.host, data.name),
        step: { label: l10n.t('Set Token'), command: 'parity.setHuggingFaceToken' },
      };
    case 'download-not-found':
      return {
        text: l10n.t('{0} has no file {1}. Choose another source, or another model.', data.host, data.name),
        step: openSetting('parity.download.source'),
      };
    case 'download-rate-limited':
      return {
        text: l10n.t(
          '{0} allows no more requests for now. What is loaded of {1} is kept: start the download again later, or set a token.',
          data.host,
          data.name,
        ),
        step: { label: l10n.t('Set Token'), command: 'parity.setHuggingFaceToken' },
      };
    case 'download-failed':
      return {
        text: l10n.t(
          'The download of {0} from {1} stopped ({2}). What is loaded is kept: start the download again to go on.',
          data.name,
          data.host,
          data.detail,
        ),
        step: showLog(),
      };
    case 'download-mismatch':
      return {
        text:
          data.rejectedPath === undefined
            ? l10n.t('{0} is not the file that Parity knows, so it was not loaded. Choose another source.', data.name)
            : l10n.t(
                'What was downloaded as {0} is not that file. It was set aside as {1} and is not used. Choose another source.',
                data.name,
                basename(data.rejectedPath),
              ),
        step: openSetting('parity.download.source'),
      };
    case 'not-enough-disk':
      return {
        text: l10n.t(
          'The download needs {0} and {1} has {2} free. Free some space, or choose another folder.',
          formatBytes(data.neededBytes, env.language),
          data.folder,
          formatBytes(data.freeBytes, env.language),
        ),
        step: openSetting('parity.model.folder'),
      };
    case 'disk-full':
      return {
        text: l10n.t(
          'The disk with {0} is full. What is loaded is kept: free some space and start the download again.',
          data.folder,
        ),
        step: openSetting('parity.model.folder'),
      };
    case 'folder-unwritable':
      return {
        text: l10n.t('Parity may not write to {0} ({1}). Choose another folder.', data.folder, data.detail),
        step: openSetting('parity.model.folder'),
      };
    case 'not-own-file':
      return {
        text: l10n.t(
          '{0} is not in the folder that Parity keeps models in, so Parity does not delete it. Delete it with the program that put it there.',
          data.path,
        ),
        step: openSetting('parity.model.folder'),
      };
  }
}

function endOf({ exitCode, signal }: { exitCode: number | null; signal: string | null }): string {
  if (signal !== null) return signal;
  // Only the window that started a shared engine learns how it ended.
  return exitCode === null ? l10n.t('for an unknown reason') : l10n.t('exit code {0}', exitCode);
}

function describeNetwork({ endpoint, host, problem }: AppError<'provider-network'>['data']): ErrorDescription {
  const words: Readonly<Record<NetworkProblem, string>> = {
    'unknown-host': l10n.t('{0}: there is no host {1}. Check the address and your connection.', endpoint, host),
    refused: l10n.t('{0}: nothing answers at {1}. Start the server, or check the address.', endpoint, host),
    timeout: l10n.t('{0}: {1} did not answer in time. Check that the server runs and can be reached.', endpoint, host),
    'self-signed': l10n.t(
      '{0}: no authority of this system vouches for the certificate of {1}. Add its certificate to those of the system, or use http on a network you trust.',
      endpoint,
      host,
    ),
    certificate: l10n.t('{0}: the certificate of {1} is not valid for it. Check the address.', endpoint, host),
    cut: l10n.t('{0}: the connection to {1} broke before the answer was complete. Ask again.', endpoint, host),
    unreachable: l10n.t('{0}: {1} cannot be reached. Check the address and your connection.', endpoint, host),
  };
  return { text: words[problem], step: chooseEngines() };
}

/** It is followed by one of ours. */
function withoutStop(text: string): string {
  return text.replace(/[.\s]+$/, '');
}

function chooseEngines(): ErrorDescription['step'] {
  return { label: l10n.t('Choose Engines'), command: 'parity.chooseEngines' };
}

function chooseModel(): ErrorDescription['step'] {
  return { label: l10n.t('Choose Model File'), command: 'parity.chooseModel' };
}

function showLog(): ErrorDescription['step'] {
  return { label: l10n.t('Show Log'), command: 'parity.showLog' };
}

function openSetting(key: string): ErrorDescription['step'] {
  return { label: l10n.t('Open Settings'), command: 'workbench.action.openSettings', argument: key };
}
