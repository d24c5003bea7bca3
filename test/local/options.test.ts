import { requireLoopback } from '../../src/local/notifications';
import { parsePair, parseSeconds, parseSpeed, parseTarget } from '../../src/local/options';

it('accepts speeds, times, targets, pairs and addresses', () => {
  expect([parseSpeed('1'), parseSpeed('100'), parseSeconds('20')]).toEqual([1, 100, 20]);
  expect(parseTarget('http://127.0.0.1:8000')).toEqual({
    workload: '',
    url: new URL('http://127.0.0.1:8000'),
  });
  expect(parseTarget('shop=https://shop.example.com').workload).toBe('shop');
  const command = parsePair('--command');
  expect(command('cart=node cart.js --a=b', command('shop=./shop', undefined))).toEqual({
    shop: './shop',
    cart: 'node cart.js --a=b',
  });
  expect(requireLoopback('http://127.0.0.1:9000/')).toBe('http://127.0.0.1:9000');
});

it.each([
  [
    () => parseSpeed('101'),
    'local: not a whole number from 1 to 100 (--speed: "101"). Use 1 for real time, or e.g. 60.',
  ],
  [
    () => parseSeconds('soon'),
    'local: not a whole number of seconds from 1 to 3600 (--for: "soon"). Use e.g. 20.',
  ],
  [
    () => parseTarget('127.0.0.1:8000'),
    'local: not the address of a service (--target: "127.0.0.1:8000"). Write it like http://127.0.0.1:8000, or shop=http://127.0.0.1:8000.',
  ],
  [
    () => parsePair('--command')('shop', undefined),
    'local: name or value is missing (--command: "shop"). Write it like --command \'shop=node server.js\'.',
  ],
  [
    () => parsePair('--secret')('password', undefined),
    'local: name or value is missing (--secret: "hidden"). Write it like --secret shop-database/url=....',
  ],
  [
    () => requireLoopback('https://hooks.example.com/a'),
    'local: not a loopback address (--notify: "https://hooks.example.com/a"). Use e.g. http://127.0.0.1:9000: notifications stay on this machine.',
  ],
])('rejects an invalid option in one sentence (%#)', (parse, message) => {
  expect(parse).toThrow(message);
});
