/**
 * A company's network: names that only a proxy knows, and an authority that only this system's certificates name. What
 * Parity asks for goes by VS Code's settings, and what goes wrong there is said.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../model/temporaryFolder.ts';
import { traceOf } from '../models/download/downloadFixture.ts';
import { startFaultyServer } from '../models/download/faultyServer.ts';
import { makeCertificates } from '../network/certificates.ts';
import { startForwardProxy } from '../network/forwardProxy.ts';
import { startSecureFront } from '../network/secureFront.ts';
import { startProtocolServer } from '../providers/protocolServer.ts';
import { places } from '../vscode/places.ts';
import { chatFrame, openChat, runCommand, statusItem, toast } from '../vscode/workbench.ts';
import { useParityWindow } from './parityWindow.ts';
import { say } from './say.ts';

const mirror = await startFaultyServer();
const api = await startProtocolServer({ models: [{ id: 'qwen3.5-4b' }] });
const names = ['hub.parity.test', 'files.parity.test', 'api.parity.test'];
const certificates = makeCertificates(names);
const front = await startSecureFront(
  certificates,
  new Map([
    ['hub.parity.test', mirror.hub],
    ['files.parity.test', mirror.contentNetwork],
    ['api.parity.test', new URL(api.url)],
  ]),
);
const strange = await startSecureFront(makeCertificates(['strange.parity.test']), new Map());
const proxy = await startForwardProxy(
  new Map([
    ...names.map((name): [string, number] => [`${name}:443`, front.port]),
    ['strange.parity.test:443', strange.port],
  ]),
);
afterAll(async () => {
  for (const server of [front, strange, mirror, api]) await server.close();
});

const address = 'owner/Starter-GGUF/proxied.gguf';
const content = readFileSync(join(places.root, 'media/models/starter.gguf'));
mirror.files.set(address, { content });
const folder = temporaryFolder();
const authority = join(temporaryFolder(), 'authority.pem');
writeFileSync(authority, certificates.authority);

const parity = useParityWindow({
  settings: {
    'http.proxy': `http://${proxy.host}`,
    'http.noProxy': ['direct.parity.test'],
    'parity.download.huggingFaceUrl': 'https://hub.parity.test',
    'parity.download.source': 'huggingface',
    'parity.model.folder': folder,
    'parity.endpoints': [{ id: 'team', preset: 'custom', url: 'https://api.parity.test/v1', model: 'qwen3.5-4b' }],
    'parity.engines.chat': 'team',
  },
  environment: { SSL_CERT_FILE: authority },
});

async function download(): Promise<void> {
  const { page } = parity();
  await runCommand(page, 'Notifications: Clear All Notifications');
  await runCommand(page, 'Parity: Download Model File');
  await page.locator('.quick-input-widget', { hasText: 'Hugging Face or ModelScope' }).waitFor();
  await page.keyboard.type(address);
  await page.keyboard.press('Enter');
}

/** Says what went wrong with a download, and that a click leads to the setting. */
async function expectProblem(text: string): Promise<void> {
  const problem = toast(parity().page, text);
  await problem.getByRole('button', { name: 'Open Settings' }).waitFor({ timeout: 30_000 });
}

it('downloads through the proxy, and trusts whom the system trusts', async () => {
  const { page } = parity();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  await download();
  await toast(page, 'proxied.gguf is downloaded and checked.').waitFor({ timeout: 30_000 });
  expect(traceOf(folder, address, content)).toMatchObject({ isWhole: true });
  const tunnels = new Set(proxy.seen.map(({ kind, host }) => `${kind} ${host}`));
  expect([...tunnels].toSorted()).toEqual([
    'tunnel api.parity.test:443',
    'tunnel files.parity.test:443',
    'tunnel hub.parity.test:443',
  ]);
});

it('asks an endpoint through the proxy', async () => {
  proxy.seen.length = 0;
  const chat = await openChat(parity().page);
  api.say({ kind: 'answer', text: 'Through the proxy.' });
  await say(chat, 'Hello?');
  await chat.getByText('Through the proxy.').waitFor({ timeout: 30_000 });
  expect(proxy.seen.map(({ host }) => host)).toContain('api.parity.test:443');
});

it('looks up no name that the proxy is there for', () => {
  expect(parity().server.outsideConnections()).toEqual([]);
});

it('says that a certificate is not trusted', async () => {
  rmSync(join(folder, address));
  mirror.faultFor = () => ({ kind: 'redirect', location: 'https://strange.parity.test/' });
  await download();
  await expectProblem('The certificate of strange.parity.test is not trusted here');
});

it('says that the proxy wants a password, of a download and of an endpoint', async () => {
  proxy.credentials = 'name:password';
  await download();
  await expectProblem('wants a user name and a password (407)');
  const chat = chatFrame(parity().page);
  await say(chat, 'And now?');
  await chat.getByTestId('notice').filter({ hasText: '(407)' }).waitFor({ timeout: 30_000 });
});

it('goes around the proxy where the settings say so, and soon says what is not there', async () => {
  mirror.faultFor = () => ({ kind: 'redirect', location: 'https://direct.parity.test/' });
  proxy.credentials = undefined;
  await download();
  await toast(parity().page, /no answer from hub\.parity\.test yet, attempt \d/).waitFor({ timeout: 30_000 });
  await expectProblem('direct.parity.test cannot be reached');
  expect(parity().server.outsideConnections().join('\n')).toContain('look up direct.parity.test');
});

it('says that the proxy does not answer', async () => {
  await proxy.close();
  await download();
  await expectProblem('The proxy on the way to hub.parity.test cannot be reached');
});
