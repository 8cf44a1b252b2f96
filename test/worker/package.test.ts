import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostTarget } from '../../src/build/targets.ts';
import type { InfillRequest, LoadRequest } from '../../src/engine/engine.ts';
import type { HostMessage, WorkerMessage } from '../../src/engine/protocol.ts';
import grammars from '../../src/harness/syntax/grammars.json' with { type: 'json' };
import { readZip, type ZipEntry } from './readZip.ts';

const root = join(import.meta.dirname, '../..');
const starter = 'extension/media/models/starter.gguf';

/** The package as `npm run package` makes it, unpacked far from the repository, whose node_modules it must not need. */
describe('the packaged extension', () => {
  let vsix = '';
  let entries: readonly ZipEntry[] = [];
  let unpacked = '';

  beforeAll(async () => {
    const script = join(root, 'src/build/packageExtension.ts');
    if (process.env['PARITY_PACKAGE_IS_NEW'] !== '1') {
      await promisify(execFile)(process.execPath, ['--import', 'tsx', script], { cwd: root });
    }
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    vsix = join(root, 'out', `parity-${hostTarget(process.platform, process.arch)}-${version}.vsix`);
    entries = await readZip(vsix);
    unpacked = await mkdtemp(join(tmpdir(), 'parity-package-'));
    for (const { path, content } of entries) {
      await mkdir(join(unpacked, dirname(path)), { recursive: true });
      await writeFile(join(unpacked, path), content());
    }
  });

  afterAll(async () => {
    await rm(unpacked, { recursive: true, force: true });
  });

  it('is below 15 MB without the starter model', async () => {
    const model = entries.find(({ path }) => path === starter);
    const { size } = await stat(vsix);
    expect(model?.packedBytes).toBeGreaterThan(0);
    expect(size - (model?.packedBytes ?? 0)).toBeLessThan(15_000_000);
  });

  it('holds what it needs', () => {
    const files = [
      'package.json',
      'package.nls.json',
      'LICENSE.txt',
      'NOTICE',
      'dist/extension.cjs',
      'dist/probe.mjs',
      'dist/treeSitter.cjs',
      'dist/tryGpu.mjs',
      'dist/worker.mjs',
    ];
    const views = ['dist/webview/chat.js', 'dist/webview/chat.css', 'dist/webview/codicon.ttf', 'media/parity.svg'];
    const wanted = [...files, ...views].map((file) => `extension/${file}`);
    expect(entries.map(({ path }) => path)).toEqual(expect.arrayContaining(wanted));
  });

  it('holds no sources, tests, source maps, type declarations or repository of llama.cpp', () => {
    const unwanted = /\.(ts|tsx|map|bundle|cpp|h)$|\/(src|test|out)\/(?!.*node_modules)|\/\.|bundled-packages/;
    const ours = entries.filter(({ path }) => !path.includes('/node_modules/') || /\.(ts|map|bundle)$/.test(path));
    expect(ours.map(({ path }) => path).filter((path) => unwanted.test(path))).toEqual([]);
  });

  it('names no folder of the machine that made it', () => {
    const ours = entries.filter(({ path }) => /^extension\/(dist\/(?!node_modules)|package|NOTICE)/.test(path));
    expect(ours.length).toBeGreaterThan(5);
    expect(ours.filter(({ content }) => content().includes(root)).map(({ path }) => path)).toEqual([]);
  });

  it('reads every language that there is a grammar for', async () => {
    const { openGrammar } = createRequire(import.meta.url)(join(unpacked, 'extension/dist/treeSitter.cjs'));
    for (const name of new Set(Object.values(grammars))) {
      const tree = (await openGrammar(name)).parse('a');
      expect(tree.root.end, name).toBe(1);
      tree.dispose();
    }
  });

  it('completes a line with the starter model, in plain Node', async () => {
    const worker = fork(join(unpacked, 'extension/dist/worker.mjs'), [], { cwd: unpacked, execArgv: [] });
    try {
      const load: LoadRequest = { path: join(unpacked, starter), contextTokens: 1024, threads: 1, gpu: 'off' };
      const infill: InfillRequest = {
        repository: 'sample',
        contextFiles: [],
        path: 'add.js',
        prefix: 'function add(a, b) {\n  return ',
        suffix: '\n}\n',
        stop: { kind: 'line' },
        maxTokens: 8,
      };
      expect(await nextMessage(worker, 'ready')).toMatchObject({
        version: expect.stringMatching(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/),
      });
      expect(await call(worker, { kind: 'call', id: 1, method: 'load', params: load })).toMatchObject({
        capabilities: { infill: 'line', chat: false },
      });
      expect(await call(worker, { kind: 'call', id: 2, method: 'infill', params: infill })).toMatchObject({
        text: expect.stringMatching(/\S/),
      });
    } finally {
      worker.kill('SIGKILL');
      await once(worker, 'exit');
    }
  });
});

async function call(worker: ChildProcess, message: HostMessage): Promise<unknown> {
  const answer = nextMessage(worker, 'done');
  worker.send(message);
  return (await answer).result;
}

/** Rejects when the worker reports a failure or ends instead. */
function nextMessage<K extends WorkerMessage['kind']>(
  worker: ChildProcess,
  kind: K,
): Promise<Extract<WorkerMessage, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const isWanted = (message: WorkerMessage): message is Extract<WorkerMessage, { kind: K }> => message.kind === kind;
    const listen = (message: WorkerMessage): void => {
      if (isWanted(message)) resolve(message);
      else if (message.kind === 'failed') reject(new Error(message.error.message));
      else return;
      worker.off('message', listen);
    };
    worker.on('message', listen);
    worker.once('exit', (code, signal) => reject(new Error(`the worker ended: ${code ?? signal}`)));
  });
}
