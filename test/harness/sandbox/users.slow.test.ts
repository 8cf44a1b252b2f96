/** Users without privileges: what they may do is what the sandboxes are made for. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { atLevel, isLevelHere } from './testLevels.ts';

const folder = mkdtempSync(join(tmpdir(), 'parity-users-'));
const bundle = join(folder, 'workshop.mjs');
const place = join(folder, 'nobody');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

beforeAll(() => {
  mkdirSync(join(place, 'checkout/node_modules'), { recursive: true });
  writeFileSync(join(place, 'checkout/node_modules/installed.txt'), 'installed\n');
  chmodSync(folder, 0o755);
  if (isRoot) execFileSync('chown', ['-R', `${nobody}:${nobody}`, place]);
  const script = join(folder, 'script.mts');
  writeFileSync(
    script,
    `import { createWorkshop } from ${JSON.stringify(join(import.meta.dirname, '../../../src/harness/workshop/createWorkshop.ts'))};
    const { signal } = new AbortController();
    const bounds = { directory: '.', environment: {}, collect: [], timeoutMs: 20_000, outputBytes: 10_000 };
    const [place, level] = process.argv.slice(2);
    const options = { checkout: place + '/checkout', temporaryFolder: place, limits: { processes: 60 }, ...JSON.parse(level) };
    const workshop = await createWorkshop(options, signal);
    const copy = await workshop.open({ kind: 'files', files: [{ path: 'a.txt', text: 'a' }] }, [], signal);
    const shell = async (text) => (await copy.run({ ...bounds, argv: ['sh', '-c', text] }, signal)).output;
    const who = await shell('id -u; echo x > b.txt; echo x > ' + place + '/escaped');
    const name = await shell("node -p 'require(\\"os\\").userInfo().uid'; cat node_modules/installed.txt; echo over > node_modules/installed.txt; cat node_modules/installed.txt");
    const bomb = await shell('for i in $(seq 100); do (echo $i >> ran; exec sleep 20) & done; wait');
    const ran = await shell('wc -l < ran; rm ran');
    const changes = await copy.changes(signal);
    await workshop.dispose();
    console.log(JSON.stringify({ level: workshop.sandbox.level, who, name, ran: Number(ran), changes }));`,
  );
  execFileSync(join(import.meta.dirname, '../../../node_modules/.bin/esbuild'), [
    ...[script, '--bundle', '--platform=node', '--format=esm', `--outfile=${bundle}`, '--log-level=error'],
    "--banner:js=import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  ]);
  // This Node may live in the administrator's home, where others cannot go.
  execFileSync('cp', ['-L', process.execPath, join(folder, 'node')]);
  chmodSync(join(folder, 'node'), 0o755);
});

function asNobody(group: number, level: unknown): unknown {
  const words = [`--reuid=${nobody}`, `--regid=${group}`, '--clear-groups', '--', join(folder, 'node'), bundle];
  const { DOCKER_HOST: host } = process.env;
  const output = execFileSync('setpriv', [...words, place, JSON.stringify(level)], {
    cwd: place,
    encoding: 'utf8',
    env: { PATH: `${folder}:/usr/bin:/bin`, HOME: place, ...(host === undefined ? {} : { DOCKER_HOST: host }) },
  });
  return JSON.parse(output);
}

function expectKept(told: unknown): void {
  expect(told).toMatchObject({
    who: expect.stringMatching(new RegExp(`^${nobody}\n`)) as unknown,
    name: `${nobody}\ninstalled\nover\n`,
    changes: [{ path: 'b.txt', text: 'x\n' }],
  });
  expect((told as { ran: number }).ran).toBeLessThan(60);
  expect(existsSync(join(place, 'escaped'))).toBe(false);
  // Nothing that belongs to somebody else is left where this user could not remove it.
  expect(readdirSync(place).filter((name) => name !== 'checkout')).toEqual([`parity-benchmark-nobody`]);
  expect(readdirSync(join(place, 'parity-benchmark-nobody'))).toEqual([]);
}

it.skipIf(!isRoot)('keeps commands in by what the system offers', (test) => {
  const told = asNobody(nobody, {});
  if ((told as { level: string }).level === 'none') return test.skip();
  expectKept(told);
});

it.skipIf(!isRoot)('keeps commands in by Docker, whose service is not theirs', async (test) => {
  if (!(await isLevelHere('docker', folder))) return test.skip();
  const socket = (process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock').replace('unix://', '');
  const told = asNobody(statSync(socket).gid, atLevel('docker'));
  expectKept(told);
  expect(told).toMatchObject({ level: 'container' });
});
