import { once } from 'node:events';
import { createServer } from 'node:net';
import { type GuardedProcess, startGuarded } from '../vscode/guardedProcess.ts';
import { buildLlamaServer } from './buildLlamaServer.ts';

export interface LlamaServer {
  /** `http://127.0.0.1:PORT`, without `/v1`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A real llama-server with this model, ready to answer. */
export async function startLlamaServer(model: string, flags: readonly string[] = []): Promise<LlamaServer> {
  const program = await buildLlamaServer(console.log);
  const port = await freePort();
  const where = ['--host', '127.0.0.1', '--port', String(port), '--model', model];
  const server = startGuarded(program, [...where, '--threads', '1', '--parallel', '1', '--no-webui', ...flags]);
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(url, server);
  return { url, stop: () => server.stop() };
}

/** `/health` answers 503 while the model loads. */
async function untilHealthy(url: string, server: GuardedProcess): Promise<void> {
  let output = '';
  for (const stream of [server.child.stdout, server.child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = new AbortController();
  void server.ended.then(() => ended.abort());
  while (!ended.signal.aborted) {
    const response = await fetch(`${url}/health`).catch(() => undefined);
    if (response?.ok === true) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error(`llama-server ended before it was ready:\n${output}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
