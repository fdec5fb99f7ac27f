import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * Where a request comes from, for counting: an IPv4 address, or the /64 of an IPv6 address, which is what one client has.
 * @param trustedProxies proxies in front of the service, each of which adds to `x-forwarded-for` the address that it was asked from;
 *   what stands before that could be made up
 */
export function addressOf(request: IncomingMessage, trustedProxies: number): string {
  const chain = trustedProxies > 0 ? String(request.headers['x-forwarded-for'] ?? '').split(',') : [];
  const hops = [...chain.map((hop) => hop.trim()).filter((hop) => hop !== ''), request.socket.remoteAddress ?? ''];
  const address = hops[Math.max(0, hops.length - 1 - trustedProxies)]!;
  return networkOf(address.slice(0, 100));
}

function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return address;
  const [left = '', right] = plain.toLowerCase().split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const missing = right === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
