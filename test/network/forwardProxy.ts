/**
 * A forward proxy on this machine: tunnels (CONNECT) and whole addresses (RFC 9112, sections 3.2.2 and 3.2.3). It alone
 * knows the names in `hosts`, so a request to one of them that arrives has come through it.
 */
import { once } from 'node:events';
import { type IncomingMessage, createServer, request as requestPlain } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';

export interface ForwardProxy {
  /** `127.0.0.1:port`. */
  readonly host: string;
  readonly seen: SeenByProxy[];
  /** `user:password`, asked for with 407 as long as it is set. */
  credentials: string | undefined;
  close(): Promise<void>;
}

export interface SeenByProxy {
  readonly kind: 'tunnel' | 'whole address';
  /** With its port. */
  readonly host: string;
  readonly isRefused: boolean;
}

/** `hosts`: the port on this machine that stands for a `name:port`. */
export async function startForwardProxy(hosts: ReadonlyMap<string, number>): Promise<ForwardProxy> {
  const seen: SeenByProxy[] = [];
  const sockets = new Set<Socket>();
  const note = (kind: SeenByProxy['kind'], host: string, { headers }: IncomingMessage): boolean => {
    const wanted = proxy.credentials;
    const given = headers['proxy-authorization'];
    const isRefused = wanted !== undefined && given !== `Basic ${Buffer.from(wanted).toString('base64')}`;
    seen.push({ kind, host, isRefused });
    return isRefused;
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://nowhere');
    const name = `${url.hostname}:${url.port === '' ? '80' : url.port}`;
    if (note('whole address', name, request)) return void response.writeHead(407, challenge).end();
    const port = hosts.get(name);
    if (port === undefined) return void response.writeHead(502).end();
    const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = request.headers;
    const options = { host: '127.0.0.1', port, method: request.method, path: url.pathname + url.search, headers };
    const forwarded = requestPlain(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  });
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const name = request.url ?? '';
    client.on('error', () => {});
    if (note('tunnel', name, request)) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="proxy"\r\n\r\n');
      return;
    }
    const port = hosts.get(name);
    if (port === undefined) return void client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const tunnel = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      tunnel.pipe(client).pipe(tunnel);
    });
    tunnel.on('error', () => client.destroy());
    client.on('close', () => tunnel.destroy());
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy: ForwardProxy = {
    host: `127.0.0.1:${port}`,
    seen,
    credentials: undefined,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}

const challenge = { 'proxy-authenticate': 'Basic realm="proxy"' };
