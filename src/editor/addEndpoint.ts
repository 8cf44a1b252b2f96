import {
  ConfigurationTarget,
  type QuickPick,
  type QuickPickItem,
  QuickPickItemKind,
  Uri,
  env,
  l10n,
  workspace,
} from 'vscode';
import { isAbort } from '../base/appError.ts';
import { type EndpointSetting, urlProblem } from '../base/endpointSchema.ts';
import { retirementOf } from '../providers/apiModels.ts';
import { type ServedModel, listModels } from '../providers/connectServer.ts';
import { resolveEndpoint } from '../providers/endpoint.ts';
import { guardFetch } from '../providers/guardedFetch.ts';
import { httpFetch } from '../providers/httpFetch.ts';
import type { Preset } from '../providers/presetSchema.ts';
import { presets } from '../providers/presets.ts';
import { type ApiKeys, isKey } from './apiKeys.ts';
import { chooseRoles } from './chooseEngines.ts';
import { describeDisclosure } from './describeDisclosure.ts';
import { describeError } from './errors/describeError.ts';
import { type StepResult, askItem, askText } from './quickSteps.ts';
import type { Settings } from './settings.ts';

export interface EndpointPorts {
  readonly settings: Settings;
  readonly keys: ApiKeys;
}

/** What the steps have gathered so far. */
interface Draft {
  preset: Preset | undefined;
  url: string;
  key: string;
  model: string;
}

const totalSteps = 4;
const modelStudioPage = 'https://www.alibabacloud.com/help/en/model-studio/get-api-key';

/** From the kind of server to a tested endpoint in the settings, and what it is to be used for. */
export async function addEndpoint(ports: EndpointPorts): Promise<void> {
  const setting = await makeEndpoint(ports);
  if (setting !== undefined) await chooseRoles(setting);
}

/**
 * Nothing is kept before the last step: Escape leaves everything as it was, Back goes to the step before. `wanted`: the
 * service, and the model that stands first among its models. Undefined: given up.
 */
export async function makeEndpoint(
  ports: EndpointPorts,
  wanted?: { readonly preset: Preset; readonly model: string },
): Promise<EndpointSetting | undefined> {
  const draft: Draft = {
    ...{ preset: wanted?.preset, url: wanted?.preset.url ?? '', key: '', model: wanted?.model ?? '' },
  };
  const steps = [askPreset, askUrl, askKey, askModel];
  const firstStep = wanted === undefined ? 0 : 1;
  for (let step = firstStep; step < steps.length;) {
    const result = await steps[step]?.(draft, ports);
    if (result === undefined || result.kind === 'cancelled') return undefined;
    // A step that has nothing to ask is passed in both directions.
    step += result.kind === 'back' ? -1 : 1;
    if (result.kind === 'back' && step === 1 && hasFixedUrl(draft.preset)) step = 0;
    if (step < firstStep) return undefined;
  }
  if (draft.preset === undefined) return undefined;
  const setting: EndpointSetting = {
    id: freeId(draft.preset.id, ports.settings.get('endpoints')),
    preset: draft.preset.id,
    url: draft.url,
    model: draft.model,
    name: nameFor(draft.preset, draft, wanted?.model),
  };
  if (draft.key !== '') await ports.keys.set(setting, draft.key);
  await workspace
    .getConfiguration('parity')
    .update('endpoints', [...ports.settings.get('endpoints'), setting], ConfigurationTarget.Global);
  return setting;
}

/** Models of one service that are compared are told apart by their names. */
function nameFor({ id, label }: Preset, { url, model }: Draft, wanted: string | undefined): string {
  const server = id === 'custom' ? new URL(url).host : label;
  return (wanted === undefined ? server : `${model} (${server})`).slice(0, 60);
}

interface PresetItem extends QuickPickItem {
  readonly preset?: Preset;
}

async function askPreset(draft: Draft): Promise<StepResult<unknown>> {
  const own = presets.filter(({ key }) => key === 'optional');
  const services = presets.filter(({ key }) => key === 'required');
  const itemOf = (preset: Preset): PresetItem => ({
    label: preset.label,
    description: preset.url,
    detail: describeDisclosure('chat', preset.url.replaceAll(/<([A-Z_]+)>/g, 'your-server')),
    preset,
  });
  const result = await askItem<PresetItem>({
    title: l10n.t('Add Endpoint'),
    step: 1,
    totalSteps,
    placeholder: l10n.t('What kind of server is it?'),
    items: [
      { label: l10n.t('Servers of your own'), kind: QuickPickItemKind.Separator },
      ...own.map((preset) => ({ ...itemOf(preset), ...ownDetail(preset) })),
      { label: l10n.t('Services'), kind: QuickPickItemKind.Separator },
      ...services.map(itemOf),
      {
        label: l10n.t('Qwen Chat (chat.qwen.ai)'),
        detail: l10n.t('Has no API. Qwen’s makers offer one as Alibaba Model Studio: open its page.'),
      },
    ],
  });
  if (result.kind !== 'done') return result;
  if (result.value.preset === undefined) {
    await env.openExternal(Uri.parse(modelStudioPage));
    return { kind: 'cancelled' };
  }
  if (draft.preset !== result.value.preset) draft.url = result.value.preset.url;
  draft.preset = result.value.preset;
  return result;
}

/** Where it runs decides what leaves the machine. */
function ownDetail({ id }: Preset): { readonly detail: string } {
  if (id === 'custom') return { detail: l10n.t('With the address that you give.') };
  return { detail: l10n.t('Nothing leaves this machine, unless you give the address of another one.') };
}

/** Services that have one address for everyone. */
function hasFixedUrl(preset: Preset | undefined): boolean {
  return preset !== undefined && preset.url.startsWith('https:') && !preset.url.includes('<');
}

async function askUrl(draft: Draft): Promise<StepResult<unknown>> {
  const { preset } = draft;
  if (preset === undefined) return { kind: 'back' };
  if (hasFixedUrl(preset)) return { kind: 'done', value: undefined };
  const result = await askText({
    title: l10n.t('Add Endpoint: {0}', preset.label),
    step: 2,
    totalSteps,
    prompt: l10n.t('Address of its API'),
    value: draft.url,
    problemWith: (text) => problemWithUrl(text),
  });
  if (result.kind === 'done') draft.url = result.value;
  return result;
}

function problemWithUrl(text: string): string | undefined {
  const placeholder = /<[A-Z_]+>/.exec(text)?.[0];
  if (placeholder !== undefined) return l10n.t('Put your own value in the place of {0}.', placeholder);
  const problem = urlProblem(text);
  if (problem !== undefined) return l10n.t('The address {0}.', problem);
  if (/(^|\.)qwen\.ai$/.test(new URL(text).hostname)) {
    return l10n.t('Qwen Chat has no API. Go back and choose Alibaba Model Studio: {0}', modelStudioPage);
  }
  return undefined;
}

async function askKey(draft: Draft): Promise<StepResult<unknown>> {
  const { preset } = draft;
  if (preset === undefined) return { kind: 'back' };
  const isRequired = preset.key === 'required';
  const where = preset.keyPage === undefined ? '' : ` ${l10n.t('Make one at {0}.', preset.keyPage)}`;
  const result = await askText({
    title: l10n.t('Add Endpoint: {0}', preset.label),
    step: 3,
    totalSteps,
    prompt: isRequired
      ? `${l10n.t('API key. It is kept in the secret storage of VS Code.')}${where}`
      : l10n.t('API key, if the server asks for one. Otherwise leave this empty.'),
    value: draft.key,
    isPassword: true,
    problemWith: (text) => {
      if (text === '') return isRequired ? l10n.t('This service needs a key.') : undefined;
      return isKey(text) ? undefined : l10n.t('A key has no spaces.');
    },
  });
  if (result.kind === 'done') draft.key = result.value;
  return result;
}

interface ModelItem extends QuickPickItem {
  readonly model?: string;
  readonly isRetry?: true;
}

/** The test of the connection: the models that the server lists. */
async function askModel(draft: Draft, { settings }: EndpointPorts): Promise<StepResult<unknown>> {
  const { preset, url, key } = draft;
  if (preset === undefined) return { kind: 'back' };
  const endpoint = resolveEndpoint({ id: 'new', preset: preset.id, url, model: 'none', name: new URL(url).host });
  const fetch = guardFetch(endpoint, {
    fetch: httpFetch,
    isOffline: () => settings.get('network.offline'),
    key: async () => (key === '' ? undefined : key),
  });
  let known: readonly ModelItem[] = [];
  const fill = async (pick: QuickPick<ModelItem>, signal: AbortSignal): Promise<void> => {
    pick.busy = true;
    pick.placeholder = l10n.t('Connecting to {0}…', endpoint.host);
    pick.items = known = [];
    try {
      const models = (await listModels({ endpoint, fetch }, signal)) ?? [];
      known = modelItems(models, draft.model);
      pick.placeholder =
        models.length === 0
          ? l10n.t('{0} answers and lists no models. Type the name of one.', endpoint.host)
          : l10n.t('{0} answers. Which model?', endpoint.host);
    } catch (error) {
      if (isAbort(error)) return;
      const detail = describeError(error).text;
      known = [{ label: `$(refresh) ${l10n.t('Try Again')}`, detail, isRetry: true, alwaysShow: true }];
      pick.placeholder = l10n.t('The test failed. Type the name of a model to go on all the same.');
    }
    pick.busy = false;
    pick.items = withTyped(known, pick.value);
  };
  const result = await askItem<ModelItem>({
    title: l10n.t('Add Endpoint: {0}', preset.label),
    step: 4,
    totalSteps,
    placeholder: '',
    items: [],
    fill(pick, signal) {
      pick.onDidChangeValue((typed) => {
        pick.items = withTyped(known, typed);
      });
      void fill(pick, signal);
    },
    accept(item, pick, signal) {
      if (item.isRetry !== true) return true;
      void fill(pick, signal);
      return false;
    },
  });
  if (result.kind === 'done') draft.model = result.value.model ?? '';
  return result;
}

/** `items`, and one for what is typed. */
function withTyped(items: readonly ModelItem[], value: string): ModelItem[] {
  const typed = value.trim();
  const isNew = /^[^\p{C}\s]{1,200}$/u.test(typed) && items.every(({ model }) => model !== typed);
  const own = { label: `$(edit) ${l10n.t('Use {0}', typed)}`, model: typed, alwaysShow: true };
  return isNew ? [...items, own] : [...items];
}

/** `wanted` first, if it is there. */
function modelItems(models: readonly ServedModel[], wanted: string): ModelItem[] {
  const today = new Date().toISOString().slice(0, 10);
  const ordered = models.toSorted((a, b) => Number(b.id === wanted) - Number(a.id === wanted));
  return ordered.slice(0, 2000).map(({ id }) => {
    const retirement = retirementOf(id, today);
    if (retirement === undefined) return { label: id, model: id };
    const { retiresOn, successor } = retirement;
    const description =
      successor === undefined
        ? l10n.t('retires on {0}', retiresOn)
        : l10n.t('retires on {0}, successor {1}', retiresOn, successor);
    return { label: id, description, model: id };
  });
}

function freeId(wanted: string, endpoints: readonly EndpointSetting[]): string {
  const taken = new Set(endpoints.map(({ id }) => id));
  let id = wanted;
  for (let copy = 2; taken.has(id); copy++) id = `${wanted}-${copy}`;
  return id;
}
