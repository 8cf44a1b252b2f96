import { ConfigurationTarget, type QuickPickItem, l10n, window, workspace } from 'vscode';
import type { EndpointSetting } from '../base/endpointSchema.ts';
import { describeDisclosure } from './describeDisclosure.ts';
import { type Role, roleSettings, roles } from './engineRoles.ts';
import { askItem } from './quickSteps.ts';
import { roleName } from './roleName.ts';
import type { Settings } from './settings.ts';

/** Which engine does what: a role, then an engine for it, until Escape. Each choice takes effect at once. */
export async function chooseEngines(settings: Settings, addAnother: () => Promise<void>): Promise<void> {
  for (;;) {
    const role = await askItem({
      title: l10n.t('Choose Engines'),
      step: 1,
      totalSteps: 2,
      placeholder: l10n.t('For what?'),
      items: roles.map((candidate) => ({
        label: roleName(candidate),
        description: engineLabel(settings.get(roleSettings[candidate]), settings),
        role: candidate,
      })),
    });
    if (role.kind !== 'done') return;
    const engine = await askItem<EngineItem>({
      title: l10n.t('Choose Engines: {0}', roleName(role.value.role)),
      step: 2,
      totalSteps: 2,
      placeholder: l10n.t('Which engine? The choice takes effect with the next request.'),
      items: engineItems(role.value.role, settings),
    });
    if (engine.kind === 'back') continue;
    if (engine.kind !== 'done') return;
    const { id } = engine.value;
    if (id === undefined) return addAnother();
    await assignRole(role.value.role, id);
  }
}

interface EngineItem extends QuickPickItem {
  /** Absent: add another. */
  readonly id?: string;
}

function engineItems(role: Role, settings: Settings): EngineItem[] {
  const present = settings.get(roleSettings[role]);
  const mark = (id: string): string => (id === present ? `$(check) ` : '');
  const local: EngineItem = {
    label: `${mark('local')}${l10n.t('The local engine')}`,
    detail: l10n.t('Nothing leaves this machine.'),
    id: 'local',
  };
  const asChat: EngineItem = {
    label: `${mark('chat')}${l10n.t('As for the chat')}`,
    detail: engineLabel(settings.get('engines.chat'), settings),
    id: 'chat',
  };
  return [
    ...(role === 'background' ? [asChat] : []),
    local,
    ...settings.get('endpoints').map((endpoint) => ({
      label: `${mark(endpoint.id)}${endpoint.name ?? endpoint.id}`,
      description: endpoint.model,
      detail: describeDisclosure(role, endpoint.url),
      id: endpoint.id,
    })),
    { label: `$(add) ${l10n.t('Add Endpoint…')}` },
  ];
}

function engineLabel(id: string, settings: Settings): string {
  if (id === 'local') return l10n.t('the local engine');
  if (id === 'chat') return l10n.t('as for the chat');
  const endpoint = settings.get('endpoints').find((candidate) => candidate.id === id);
  return endpoint === undefined
    ? l10n.t('{0}, which is not in the settings', id)
    : `${endpoint.name ?? id} · ${endpoint.model}`;
}

/** Asks what a new endpoint is for. */
export async function chooseRoles(endpoint: EndpointSetting): Promise<void> {
  const { url, id, name = id } = endpoint;
  const choice = await window.showQuickPick(
    roles
      .filter((role) => role !== 'background')
      .map((role) => ({
        label: roleName(role),
        detail: describeDisclosure(role, url),
        picked: role === 'chat',
        role,
      })),
    {
      title: l10n.t('Use {0} for', name),
      placeHolder: l10n.t('Choose what it does, or press Escape to decide later'),
      canPickMany: true,
      ignoreFocusOut: true,
    },
  );
  for (const { role } of choice ?? []) await assignRole(role, id);
}

async function assignRole(role: Role, id: string): Promise<void> {
  await workspace.getConfiguration('parity').update(roleSettings[role], id, ConfigurationTarget.Global);
}
