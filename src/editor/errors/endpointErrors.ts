import { env, l10n } from 'vscode';
import type { AppErrorData, NetworkProblem } from '../../base/appError.ts';
import {
  type ErrorDescription,
  type ErrorWords,
  chooseEngines,
  describeProxy,
  openSetting,
  showLog,
} from './errorDescription.ts';

type EndpointErrorCode =
  | 'endpoint-missing'
  | 'provider-auth'
  | 'provider-quota'
  | 'provider-rate-limited'
  | 'provider-context-overflow'
  | 'provider-content-filter'
  | 'provider-network'
  | 'provider-refused'
  | 'provider-failed'
  | 'provider-answer-invalid'
  | 'model-not-served'
  | 'model-retired'
  | 'prices-unreachable'
  | 'prices-unreadable';

/** Of servers, and of the settings that name them. */
export const endpointErrors: ErrorWords<EndpointErrorCode> = {
  'endpoint-missing': (data) => ({
    text: l10n.t('There is no endpoint {0} in the settings. Choose another engine, or add the endpoint.', data.id),
    step: chooseEngines(),
  }),
  'provider-auth': (data) => ({
    text: l10n.t(
      '{0} does not accept the API key ({1}). Set the key, or check what it may do.',
      data.endpoint,
      data.status,
    ),
    step: { label: l10n.t('Set API Key'), command: 'parity.setApiKey', argument: data.id },
  }),
  'provider-quota': (data) => ({
    text: l10n.t('The account at {0} has no credit left. Add some there, or choose another engine.', data.endpoint),
    step: chooseEngines(),
  }),
  'provider-rate-limited': (data) => ({
    text:
      data.retryAfterSeconds === undefined
        ? l10n.t('{0} takes no more requests for now. Wait a moment and ask again.', data.endpoint)
        : l10n.t('{0} takes no more requests for now. Ask again in {1} s.', data.endpoint, data.retryAfterSeconds),
    step: chooseEngines(),
  }),
  'provider-context-overflow': (data) => ({
    text: l10n.t('This is longer than the context of the model at {0}. Start a new chat.', data.endpoint),
    step: openSetting('parity.endpoints'),
  }),
  'provider-content-filter': (data) => ({
    text: l10n.t('{0} refused to answer because of its content rules. Ask in other words.', data.endpoint),
    step: undefined,
  }),
  'provider-network': (data) => describeNetwork(data),
  'provider-refused': (data) => ({
    text: l10n.t(
      '{0} refused the request ({1}): {2}. Check the endpoint’s address, model and kind of server.',
      data.endpoint,
      data.status,
      data.detail === '' ? l10n.t('it gives no reason') : withoutStop(data.detail),
    ),
    step: openSetting('parity.endpoints'),
  }),
  'provider-failed': (data) => ({
    text: l10n.t(
      '{0} failed or is overloaded ({1}): {2}. Ask again in a moment.',
      data.endpoint,
      data.status,
      data.detail === '' ? l10n.t('it gives no reason') : withoutStop(data.detail),
    ),
    step: showLog(),
  }),
  'provider-answer-invalid': (data) => ({
    text: l10n.t(
      'What {0} answered cannot be read ({1}). Check the address and the kind of server.',
      data.endpoint,
      data.detail,
    ),
    step: openSetting('parity.endpoints'),
  }),
  'prices-unreachable': (data) => ({
    text: l10n.t(
      '{0} did not send its list of prices ({1}). Try again later, or choose the other list. The prices stay as they are.',
      data.host,
      data.detail,
    ),
    step: { label: l10n.t('Refresh Prices'), command: 'parity.refreshPrices' },
  }),
  'prices-unreadable': (data) => ({
    text: l10n.t(
      'What {0} sent is not a list of prices that Parity can read. The prices stay as they are; your own go into the settings.',
      data.host,
    ),
    step: openSetting('parity.prices'),
  }),
  'model-not-served': (data) => ({
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
  }),
  'model-retired': (data) => ({
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
  }),
};

function describeNetwork({ endpoint, host, problem }: AppErrorData['provider-network']): ErrorDescription {
  const ofProxy = describeProxy(problem, host);
  if (ofProxy !== undefined) return { ...ofProxy, text: `${endpoint}: ${ofProxy.text}` };
  const words: Readonly<Partial<Record<NetworkProblem, string>>> = {
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
  };
  const isUnknownAuthority = problem === 'self-signed';
  return {
    text:
      words[problem] ?? l10n.t('{0}: {1} cannot be reached. Check the address and your connection.', endpoint, host),
    step: isUnknownAuthority ? openSetting('http.systemCertificates') : chooseEngines(),
  };
}

/** It is followed by one of ours. */
function withoutStop(text: string): string {
  return text.replace(/[.\s]+$/, '');
}
