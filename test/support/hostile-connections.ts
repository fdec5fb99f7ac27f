import { connect } from 'node:net';
import { WebSocket } from 'ws';

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';

/** Bytes that a client sends and what it then does, each a way to hold a connection. */
const RAW: readonly { readonly text: string; readonly then: 'half-close' | 'wait' | 'reset' }[] = [
  { text: `${HEAD}content-length: 1000\r\n\r\n{"query":`, then: 'half-close' },
  { text: `${HEAD}content-length: 1000\r\n\r\n{"query":`, then: 'reset' },
  { text: `${HEAD}content-length: 1000\r\n\r\n{`, then: 'wait' },
  { text: `${HEAD}transfer-encoding: chunked\r\n\r\n5\r\nhel`, then: 'wait' },
  { text: `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n`, then: 'half-close' },
  { text: `${HEAD}transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n`, then: 'half-close' },
  { text: `${HEAD}content-encoding: gzip\r\ncontent-length: 5\r\n\r\nhello`, then: 'half-close' },
  { text: `${HEAD}content-length: -1\r\n\r\n`, then: 'half-close' },
  { text: 'GET /graphql HTTP/1.1\r\nhost: x\r\n', then: 'wait' },
  { text: 'GET // HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n', then: 'half-close' },
  {
    text: 'GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 1\r\n\r\n',
    then: 'reset',
  },
  {
    text: `GET /graphql?query=${'%'.repeat(50)} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\r\n`,
    then: 'half-close',
  },
  { text: '\u0000\u0001\u0002\u0003\r\n\r\n', then: 'half-close' },
  { text: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', then: 'half-close' },
];

/**
 * Opens a connection that behaves badly, and lets go of it after `holdMs` at the latest.
 * @returns what was answered, once the connection is closed
 */
export function hostileConnection(port: number, n: number, holdMs: number): Promise<string> {
  const { text, then } = RAW[n % RAW.length]!;
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => {
      socket.write(text, 'latin1');
      if (then === 'half-close') socket.end();
      if (then === 'reset') socket.resetAndDestroy();
    });
    const end = setTimeout(() => socket.destroy(), holdMs);
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('end', () => socket.end());
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(end);
      resolve(answer);
    });
  });
}

const MESSAGES = [
  '{"type":"connection_init"}',
  '{"type":"connection_init"}{',
  '{"type":"subscribe"}',
  '{"id":"1","type":"subscribe","payload":{"query":"subscription { modelActivated { id } }"}}',
  '{"id":"1","type":"subscribe","payload":{"query":"{"}}',
  '{"id":"2","type":"subscribe","payload":{"query":"subscription { recommendationsChanged(userId: \\"u1\\", k: 100000) { alpha } }"}}',
  '{"id":"3","type":"subscribe","payload":{"query":5}}',
  '{"type":"connection_init","payload":{"authorization":{"a":1}}}',
  '[]',
  'null',
  '\u0000',
  'x'.repeat(70_000),
];

/** Opens a WebSocket, sends messages of all kinds without waiting, and leaves. @returns once it is closed */
export function hostileWebSocket(url: string, n: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = new WebSocket(new URL('graphql', url).href.replace(/^http/, 'ws'), 'graphql-transport-ws');
    const end = setTimeout(() => socket.terminate(), 500 + (n % 7) * 100);
    socket.on('open', () => {
      if (n % 5 > 0) socket.send(MESSAGES[0]!);
      for (let m = 0; m < 30; m++) socket.send(MESSAGES[(n * 7 + m * (n % 11)) % MESSAGES.length]!);
      if (n % 3 === 0) socket.terminate();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(end);
      resolve();
    });
  });
}
