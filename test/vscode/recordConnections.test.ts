import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { places } from './places.ts';
import { runToEnd } from './runToEnd.ts';

describe('recordConnections', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parity-connections-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function recorded(script: string): Promise<string> {
    const file = join(folder, 'connections.log');
    writeFileSync(file, '');
    const recorder = join(places.vscode, 'recordConnections.cjs');
    const environment = { ...process.env, PARITY_CONNECTIONS: file };
    await runToEnd(process.execPath, ['--require', recorder, '-e', script], { environment });
    return readFileSync(file, 'utf8');
  }

  // `.invalid` names never resolve, and 192.0.2.0/24 is routed nowhere.
  it.each([
    ['fetch', `fetch('https://parity.invalid/').catch(() => {})`, 'parity.invalid'],
    ['an https request', `require('https').get('https://parity.invalid/').on('error', () => {})`, 'parity.invalid'],
    ['a bare socket', `require('net').connect(9, '192.0.2.1').on('error', () => {}).destroy()`, '192.0.2.1'],
    [
      'a process without NODE_OPTIONS',
      `require('child_process').fork('x', [], { execArgv: ['-e', "fetch('https://parity.invalid/').catch(() => {})"], env: { ...process.env, NODE_OPTIONS: undefined } })`,
      'parity.invalid',
    ],
    ['a name look-up', `require('dns').lookup('parity.invalid', () => {})`, 'parity.invalid'],
  ])('records %s that leaves the machine', async (_, script, host) => {
    expect(await recorded(script)).toContain(host);
  });

  it('is not put into programs that are not Node: a sandbox need not show its file', async () => {
    const recorder = join(places.vscode, 'recordConnections.cjs');
    const script = `require('child_process').spawn('env', { env: { PATH: process.env.PATH }, stdio: 'inherit' })`;
    const environment = { ...process.env, PARITY_CONNECTIONS: join(folder, 'connections.log') };
    const { output } = await runToEnd(process.execPath, ['--require', recorder, '-e', script], { environment });
    expect(output).toMatch(/^PATH=/m);
    expect(output).not.toContain('NODE_OPTIONS');
  });

  it('records nothing of what stays', async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const script = `require('net').connect(${port}, '127.0.0.1').resume(); require('net').connect(${port}, 'localhost').on('error', () => {}).resume()`;
    expect(await recorded(script)).toBe('');
    server.close();
  });
});
