import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import { type EngineHost, type EngineHostPorts, createEngineHost } from '../../src/editor/engineHost.ts';
import { deferred } from '../deferred.ts';
import { temporaryFolder } from './withEngine.ts';

/** Loads any model but `slow.gguf`, which never comes to an end. */
const workerSource = `
process.on('disconnect', () => process.exit(0));
process.on('message', ({ kind, id, params }) => {
  if (kind !== 'call' || params.path.endsWith('slow.gguf')) return;
  process.send({ kind: 'done', id, result: { name: 'M', path: params.path } });
});
process.send({ kind: 'ready', version: 'development' });
`;

let workerPath: string;
beforeAll(async () => {
  workerPath = join(await temporaryFolder(), 'worker.mjs');
  await writeFile(workerPath, workerSource);
});

let host: EngineHost;
afterEach(() => host.dispose());

interface TestHost {
  readonly reported: readonly unknown[];
  /** As if the user had written it into the settings. */
  readonly setPath: (path: string) => void;
}

function startHost(path: string): TestHost {
  const values = new Map<string, unknown>([['model.path', path]]);
  const reported: unknown[] = [];
  let changed: () => void = () => {};
  const ports = {
    context: { asAbsolutePath: () => workerPath, globalStorageUri: { fsPath: tmpdir() } },
    settings: {
      get: (key: string) => values.get(key),
      onChange: (keys: readonly string[], listener: () => void) => {
        if (keys.includes('model.path')) changed = listener;
        return { dispose() {} };
      },
    },
    isWanted: () => true,
    report: (error: unknown) => reported.push(error),
    log: silentLog,
  };
  // Only what the host uses of the editor is here.
  host = createEngineHost(ports as unknown as EngineHostPorts);
  const setPath = (next: string): void => {
    values.set('model.path', next);
    changed();
  };
  return { reported, setPath };
}

function stateReached(kind: string): Promise<void> {
  const reached = deferred();
  host.engine.onState((state) => (state.kind === kind ? reached.resolve() : undefined));
  return reached.promise;
}

test('restarting while a model loads shows nothing, and the model that is wanted then is loaded', async () => {
  const { reported, setPath } = startHost('/slow.gguf');
  const first = host.reload();
  const isReady = stateReached('ready');
  const restarted = host.restart();
  await first;
  setPath('/quick.gguf');
  await Promise.all([restarted, isReady]);
  expect(host.engine.state).toMatchObject({ kind: 'ready', model: { path: '/quick.gguf' } });
  expect(reported).toEqual([]);
});

test('settings that change twice while a model loads end in the last one, and show nothing', async () => {
  const { reported, setPath } = startHost('/slow.gguf');
  const first = host.reload();
  const isReady = stateReached('ready');
  setPath('/other/slow.gguf');
  setPath('/quick.gguf');
  await Promise.all([first, isReady]);
  expect(host.engine.state).toMatchObject({ kind: 'ready', model: { path: '/quick.gguf' } });
  expect(reported).toEqual([]);
});

test('two restarts at once leave one engine that is ready', async () => {
  const { reported } = startHost('/quick.gguf');
  await host.reload();
  await Promise.all([host.restart(), host.restart()]);
  expect(host.engine.state).toMatchObject({ kind: 'ready', model: { path: '/quick.gguf' } });
  expect(reported).toEqual([]);
});

test('disposing during a load shows nothing', async () => {
  const { reported } = startHost('/slow.gguf');
  const loading = host.reload();
  host.dispose();
  await loading;
  expect(reported).toEqual([]);
});
