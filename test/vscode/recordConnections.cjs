'use strict';
/**
 * Loaded into every Node process of a VS Code server (`NODE_OPTIONS=--require`): writes a line to the file named by
 * PARITY_CONNECTIONS for each connection and name look-up that is not for this machine. It changes nothing else.
 */
const { ChildProcess } = require('node:child_process');
const { appendFileSync } = require('node:fs');
const dns = require('node:dns');
const net = require('node:net');

const file = process.env['PARITY_CONNECTIONS'];
const here = /^(localhost|127\.[\d.]+|::1|::ffff:127\.[\d.]+|)$/;

function record(what, host) {
  if (file === undefined || here.test(String(host ?? ''))) return;
  appendFileSync(file, `${what} ${host} by ${process.argv.slice(1, 3).join(' ')}\n`);
}

// Every TCP connection of Node goes through here: http, https, tls, fetch.
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  // Either what `net.connect` was called with, or that list itself, made regular.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const isOptions = typeof first === 'object' && first !== null;
  if (isOptions) record('connect', first.path === undefined ? first.host : undefined);
  else if (typeof first === 'number') record('connect', typeof second === 'string' ? second : undefined);
  return connect.apply(this, args);
};

const lookup = dns.lookup;
dns.lookup = function (host, ...rest) {
  record('look up', host);
  return lookup.call(this, host, ...rest);
};

// VS Code takes NODE_OPTIONS from its extension hosts; here they and all that they fork get it back. Other programs do
// not: in a benchmark's sandbox this file is not to be seen, and no test of a task would start.
const recorder = `NODE_OPTIONS=--require ${JSON.stringify(__filename)}`;
const spawn = ChildProcess.prototype.spawn;
ChildProcess.prototype.spawn = function (options) {
  const pairs = options.envPairs ?? [];
  const isNode = options.file === process.execPath;
  const isMissing = isNode && file !== undefined && pairs.every((pair) => !pair.startsWith('NODE_OPTIONS='));
  return spawn.call(this, isMissing ? { ...options, envPairs: [...pairs, recorder] } : options);
};
