import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editorSettings } from './editorSettings.ts';
import { type GuardedProcess, startGuarded } from './guardedProcess.ts';
import { installPackages } from './installPackages.ts';
import type { InstalledServer } from './installServer.ts';
import { places } from './places.ts';
import { runToEnd } from './runToEnd.ts';

export interface ServerOptions {
  /** Installed before the first window opens. */
  readonly packages: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Those of scope `machine`: a window reads them from the server's machine and not from the user. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** `asked`: folders open in restricted mode until the user trusts them. */
  readonly trust?: 'given' | 'asked';
  /** Added to what the extension host, and what it forks, see. */
  readonly environment?: Readonly<Record<string, string>>;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Folders that are removed with the server's own state, also when this process is killed. */
  readonly temporary?: readonly string[];
  /** Makes `outsideConnections` work. */
  readonly recordsConnections?: boolean;
  /** For host tests only: hides toasts and lets modal dialogs throw. */
  readonly isTestDriver?: boolean;
}

/** A running VS Code server with throw-away state, on the loopback interface, behind a random token. */
export interface VscodeServer {
  /** `127.0.0.1:port`, which is also the authority of its `vscode-remote` URIs. */
  readonly authority: string;
  /** Absolute path of the folder of the installed extensions. */
  readonly extensions: string;
  /** The process group of the server and its extension hosts. */
  readonly group: number | undefined;
  /** What a browser opens. Without a folder: an empty window. */
  address(folder: string | undefined, payload?: readonly (readonly [key: string, value: string])[]): string;
  /** Connections and name look-ups of its Node processes, extensions and workers included, that were not for this machine. */
  outsideConnections(): readonly string[];
  /** What an extension wrote into its output channel of this name, in all windows. */
  extensionLog(channel: string): string;
  /** Everything the server's process wrote, for a failure report. */
  log(): string;
  /** Resolves when the server has ended by itself or was stopped. */
  readonly ended: Promise<number>;
  /** Ends the server, its extension hosts and what these started, and removes their state. */
  stop(): Promise<void>;
}

export async function startServer(installed: InstalledServer, options: ServerOptions): Promise<VscodeServer> {
  const state = mkdtempSync(join(tmpdir(), 'parity-vscode-'));
  const extensions = join(state, 'extensions');
  const token = randomBytes(16).toString('hex');
  writeSettings(join(state, 'data/User'), { ...editorSettings, ...options.settings });
  writeSettings(join(state, 'data/Machine'), options.machineSettings ?? {});

  const folders = ['--server-data-dir', `${state}/server`, '--user-data-dir', `${state}/data`];
  const common = [installed.entry, '--accept-server-license-terms', ...folders, '--extensions-dir', extensions];
  const connections = join(state, 'connections.log');
  writeFileSync(connections, '');
  const recorder = {
    NODE_OPTIONS: `--require ${JSON.stringify(join(places.vscode, 'recordConnections.cjs'))}`,
    PARITY_CONNECTIONS: connections,
  };
  // Windows of other servers share no engine with these.
  const runtime = join(state, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  const environment = serverEnvironment({
    XDG_RUNTIME_DIR: runtime,
    ...options.environment,
    ...(options.recordsConnections === true ? recorder : {}),
  });
  await installPackages(options.packages, extensions, async (folder) => {
    // All in one go: the first run of the server's command line costs more than the installation.
    const installs = options.packages.flatMap((path) => ['--install-extension', path]);
    const command = [installed.entry, '--accept-server-license-terms', ...folders, '--extensions-dir', folder];
    await runToEnd(installed.node, [...command, ...installs, '--force'], { environment });
  });

  const server = startGuarded(
    installed.node,
    [
      ...common,
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--connection-token', token],
      ...['--disable-telemetry', '--disable-experiments', '--disable-getting-started-override'],
      ...(options.trust === 'asked' ? [] : ['--disable-workspace-trust']),
      ...(options.isTestDriver === true ? ['--enable-smoke-test-driver'] : []),
    ],
    { environment, temporary: [state, ...(options.temporary ?? [])] },
  );
  const log = collectOutput(server);
  const port = await listeningPort(server, log);
  const authority = `127.0.0.1:${port}`;
  return {
    authority,
    extensions,
    group: server.child.pid,
    address(folder, payload) {
      const query = new URLSearchParams({ tkn: token });
      if (folder === undefined) query.set('ew', 'true');
      else query.set('folder', folder);
      if (payload !== undefined) query.set('payload', JSON.stringify(payload));
      return `http://${authority}/?${query.toString()}`;
    },
    outsideConnections: () =>
      readFileSync(connections, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    extensionLog: (channel) =>
      readdirSync(state, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith(`${channel}.log`))
        .map((path) => readFileSync(join(state, path), 'utf8'))
        .join('\n'),
    log,
    ended: server.ended,
    stop: () => server.stop(),
  };
}

function writeSettings(folder: string, settings: Readonly<Record<string, unknown>>): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}

function serverEnvironment(added: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = { ...process.env };
  // Set when we run in a terminal of VS Code: they would lead this server into that one.
  for (const name of Object.keys(inherited)) if (name.startsWith('VSCODE_')) delete inherited[name];
  // Without a gallery of its own it would ask open-vsx.org.
  return { ...inherited, EXTENSIONS_GALLERY: '{}', ...added };
}

function collectOutput(server: GuardedProcess): () => string {
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  server.child.stdout?.on('data', keep);
  server.child.stderr?.on('data', keep);
  return () => output;
}

/** Waits for the line in which the server names its port. */
async function listeningPort(server: GuardedProcess, log: () => string): Promise<number> {
  const port = new Promise<number>((resolve) => {
    server.child.stdout?.on('data', () => {
      const line = /^Extension host agent listening on (\d+)$/m.exec(log());
      if (line !== null) resolve(Number(line[1]));
    });
  });
  const early = server.ended.then((code) => {
    throw new Error(`The VS Code server ended with code ${code} before it listened:\n${log()}`);
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The VS Code server did not listen within 60 s:\n${log()}`)), 60_000);
  });
  try {
    return await Promise.race([port, early, late]);
  } catch (error) {
    await server.stop();
    throw error;
  } finally {
    clearTimeout(timer);
    early.catch(() => {});
  }
}
