import { once } from 'node:events';
import { request as requestPlain } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestCertificates } from './certificates.ts';

export interface SecureFront {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * HTTPS before servers that speak HTTP, told apart by the name they are asked under. Where one of them redirects to
 * another, the front's name of that is given.
 */
export async function startSecureFront(
  { certificate: cert, key }: TestCertificates,
  servers: ReadonlyMap<string, URL>,
): Promise<SecureFront> {
  const server = createServer({ cert, key }, (request, response) => {
    const { host = '' } = request.headers;
    const behind = servers.get(host);
    if (behind === undefined) return void response.writeHead(421).end();
    const { method, url: path, headers } = request;
    const forwarded = requestPlain(behind, { method, path, headers }, (answer) => {
      const { location } = answer.headers;
      const target = [...servers].find(([, { origin }]) => location?.startsWith(origin));
      const told =
        target === undefined ? {} : { location: location?.replace(target[1].origin, `https://${target[0]}`) };
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...told });
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    response.on('close', () => forwarded.destroy());
    request.pipe(forwarded);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
