import { AppError } from '../base/appError.ts';
import { systemClock } from '../base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposables.ts';
import type { EndpointSetting } from '../base/endpointSchema.ts';
import type { Log } from '../base/log.ts';
import type { SettingKey } from '../base/settings.ts';
import { type RoutedEngine, routeEngine } from '../engine/routeEngine.ts';
import type { StatefulEngine } from '../engine/statefulEngine.ts';
import { stateName } from '../engine/stateName.ts';
import { retirementOf } from '../providers/apiModels.ts';
import { isLoopback } from '../base/networkPolicy.ts';
import { resolveEndpoint } from '../providers/endpoint.ts';
import { httpFetch } from '../providers/httpFetch.ts';
import { type ServerEngine, createServerEngine } from '../providers/serverEngine.ts';
import type { ApiKeys } from './apiKeys.ts';
import { tallyStatefulEngine } from './costs/tallyEngine.ts';
import type { UsageLog } from './costs/usageLog.ts';
import type { EngineHost } from './engineHost.ts';
import type { Settings } from './settings.ts';

export const roles = ['completion', 'chat', 'background'] as const;
export type Role = (typeof roles)[number];

export const roleSettings = {
  completion: 'engines.completion',
  chat: 'engines.chat',
  background: 'engines.background',
} as const satisfies Record<Role, SettingKey>;

export interface EngineRoles extends Disposable {
  readonly engines: Readonly<Record<Role, StatefulEngine>>;
  /** The local engine, whichever role uses it; what it does is counted. */
  readonly local: StatefulEngine;
  /** Follows the settings, and whether anything is loaded or connected. */
  apply(): void;
  /** Asks all servers in use again. */
  reconnect(): void;
}

export interface EngineRolesPorts {
  readonly host: EngineHost;
  readonly settings: Settings;
  readonly keys: ApiKeys;
  /** What each request came to. */
  readonly onUsage: UsageLog['note'];
  readonly report: (error: unknown) => void;
  readonly log: Log;
}

/** Which engine a role names: `background` may name that of the chat. */
function roleTarget(role: Role, settings: Settings): string {
  const target = settings.get(roleSettings[role]).trim();
  return role === 'background' && target === 'chat' ? roleTarget('chat', settings) : target;
}

export function isLocalWanted(settings: Settings): boolean {
  return roles.some((role) => roleTarget(role, settings) === 'local');
}

interface Server {
  readonly setting: string;
  readonly engine: ServerEngine;
  /** The same; its use is counted. */
  readonly counted: StatefulEngine;
}

/** The engine of each role, as the settings have it: a change of them takes effect with the next request. */
export function createEngineRoles({ host, settings, keys, onUsage, report, log }: EngineRolesPorts): EngineRoles {
  const store = new DisposableStore();
  const local = tallyStatefulEngine(host.engine, (usage) =>
    onUsage({ engine: 'local', model: stateName(host.engine.state) ?? 'local', place: 'own' }, usage),
  );
  const routes: Readonly<Record<Role, RoutedEngine>> = {
    completion: routeEngine(local, log),
    chat: routeEngine(local, log),
    background: routeEngine(local, log),
  };
  const servers = new Map<string, Server>();
  let isLocalLoaded = false;

  const settled = async (engine: StatefulEngine): Promise<void> => {
    await Promise.all(roles.map((role) => routes[role].settled(engine)));
  };

  /** What still runs on it may end. */
  const retire = ({ engine, counted }: Server): void => {
    settled(counted)
      .then(() => engine.dispose())
      .catch((error: unknown) => log.error('an endpoint did not end cleanly', error));
  };

  const serverOf = (setting: EndpointSetting): StatefulEngine => {
    const text = JSON.stringify(setting);
    const present = servers.get(setting.id);
    if (present?.setting === text) return present.counted;
    if (present !== undefined) retire(present);
    const engine = createServerEngine({
      endpoint: resolveEndpoint(setting),
      fetch: httpFetch,
      isOffline: () => settings.get('network.offline'),
      key: () => keys.get(setting),
      clock: systemClock,
      log,
    });
    const { id, model, url } = setting;
    const place = isLoopback(new URL(url)) ? 'own' : 'remote';
    const counted = tallyStatefulEngine(engine, (usage) => onUsage({ engine: id, model, place }, usage));
    servers.set(id, { setting: text, engine, counted });
    void connectAndReport(engine);
    return counted;
  };

  /** Later attempts show in the state alone. */
  const connectAndReport = async (engine: ServerEngine): Promise<void> => {
    const retirement = retirementOf(engine.endpoint.model, new Date().toISOString().slice(0, 10));
    if (retirement?.isOver === true) {
      const { name: endpoint, model } = engine.endpoint;
      const { retiresOn, successor } = retirement;
      report(new AppError('model-retired', { endpoint, model, retiresOn, successor }));
    }
    await engine.connect();
    if (engine.state.kind === 'failed') report(engine.state.error);
  };

  const engineOf = (role: Role, endpoints: ReadonlyMap<string, EndpointSetting>): StatefulEngine => {
    const id = roleTarget(role, settings);
    if (id === 'local') return local;
    const setting = endpoints.get(id);
    return setting === undefined ? missingEngine(id) : serverOf(setting);
  };

  const apply = (): void => {
    const endpoints = uniqueEndpoints(settings.get('endpoints'), report);
    for (const role of roles) routes[role].routeTo(engineOf(role, endpoints));
    const used = new Set(roles.map((role) => roleTarget(role, settings)));
    for (const [id, server] of servers) {
      if (used.has(id) && endpoints.has(id)) continue;
      servers.delete(id);
      retire(server);
    }
    if (used.has('local') === isLocalLoaded) return;
    isLocalLoaded = used.has('local');
    if (isLocalLoaded) void host.reload();
    else void unloadWhenSettled();
  };

  const unloadWhenSettled = async (): Promise<void> => {
    await settled(local);
    if (!isLocalLoaded) await host.unload();
  };

  const reconnect = (): void => {
    for (const { engine } of servers.values()) void connectAndReport(engine);
  };

  store.add(settings.onChange(['endpoints', ...Object.values(roleSettings)], apply));
  store.add(settings.onChange(['network.offline'], reconnect));
  store.add(keys.onChange(reconnect));
  return {
    engines: routes,
    local,
    apply,
    reconnect,
    dispose() {
      store.dispose();
      for (const { engine } of servers.values()) void engine.dispose();
    },
  };
}

/** By id. Of two with one id the first counts. */
function uniqueEndpoints(
  endpoints: readonly EndpointSetting[],
  report: (error: unknown) => void,
): ReadonlyMap<string, EndpointSetting> {
  const byId = new Map<string, EndpointSetting>();
  for (const endpoint of endpoints) {
    const { id } = endpoint;
    if (!byId.has(id)) byId.set(id, endpoint);
    else report(new AppError('settings-invalid', { key: 'parity.endpoints', problem: `has ${id} more than once` }));
  }
  return byId;
}

/** Stands where a role names nothing that there is. */
function missingEngine(id: string): StatefulEngine {
  const error = new AppError('endpoint-missing', { id });
  const fail = (): Promise<never> => Promise.reject(error);
  return {
    state: { kind: 'failed', error },
    onState: () => toDisposable(() => {}),
    infill: fail,
    reply: fail,
    count: fail,
    dispose: async () => {},
  };
}
