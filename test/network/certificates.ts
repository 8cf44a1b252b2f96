/**
 * A certificate authority of a test, and a server's certificate that it vouches for, made on the spot: X.509 (RFC 5280)
 * in DER (X.690), signed with ECDSA over P-256 and SHA-256 (RFC 5758). Node can sign and parse these, and not make them.
 */
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface TestCertificates {
  /** PEM. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** For servers of these names, from an hour ago until a day from now. */
export function makeCertificates(hosts: readonly string[]): TestCertificates {
  const authority = keyPair();
  const server = keyPair();
  // Two of one name would pass for one.
  const issuer = commonName(`Parity test authority ${randomBytes(4).toString('hex')}`);
  const isAuthority = extension('551d13', true, sequence(Buffer.from('0101ff', 'hex')));
  const names = hosts.map((host) => tagged(0x82, Buffer.from(host, 'ascii')));
  return {
    authority: signed(
      { subject: issuer, publicKey: authority.publicKey, extensions: isAuthority },
      issuer,
      authority.key,
    ),
    certificate: signed(
      {
        subject: commonName(hosts[0] ?? 'server'),
        publicKey: server.publicKey,
        extensions: extension('551d11', false, sequence(...names)),
      },
      issuer,
      authority.key,
    ),
    key: server.key,
  };
}

function keyPair(): { readonly publicKey: Buffer; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

interface Claims {
  readonly subject: Buffer;
  readonly publicKey: Buffer;
  readonly extensions: Buffer;
}

function signed({ subject, publicKey, extensions }: Claims, issuer: Buffer, key: string): string {
  const algorithm = sequence(objectId('2a8648ce3d040302'));
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)]);
  const now = Date.now();
  const claims = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, serial),
    algorithm,
    issuer,
    sequence(time(now - 3_600_000), time(now + 86_400_000)),
    subject,
    publicKey,
    tagged(0xa3, sequence(extensions)),
  );
  const signature = sign('sha256', claims, createPrivateKey(key));
  const der = sequence(claims, algorithm, tagged(0x03, Buffer.from([0]), signature));
  const lines = der.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function commonName(name: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(name)))));
}

function extension(id: string, isCritical: boolean, value: Buffer): Buffer {
  const critical = isCritical ? [Buffer.from('0101ff', 'hex')] : [];
  return sequence(objectId(id), ...critical, tagged(0x04, value));
}

/** `id`: the bytes of an object identifier. */
function objectId(id: string): Buffer {
  return tagged(0x06, Buffer.from(id, 'hex'));
}

function time(atMs: number): Buffer {
  const digits = new Date(atMs).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return tagged(0x18, Buffer.from(digits));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
