import { parseNotify, parsePair, parseSeconds, parseSpeed, parseTarget } from '../../src/local/options';

it('takes speeds, times, targets, pairs and addresses', () => {
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
  expect(parseNotify('http://127.0.0.1:9000/')).toBe('http://127.0.0.1:9000');
});

it.each([
  [
    () => parseSpeed('101'),
    'local: --speed is no whole number from 1 to 100 (got "101"); use 1 for real time, or e.g. 60',
  ],
  [
    () => parseSeconds('soon'),
    'local: --for is no whole number of seconds from 1 to 3600 (got "soon"); use e.g. 20',
  ],
  [
    () => parseTarget('127.0.0.1:8000'),
    'local: --target is no address of a service (got "127.0.0.1:8000"); write it like http://127.0.0.1:8000, or shop=http://127.0.0.1:8000',
  ],
  [
    () => parsePair('--command')('shop', undefined),
    'local: --command has no name, or no value (got "shop"); write it like --command \'shop=node server.js\'',
  ],
  [
    () => parsePair('--secret')('password', undefined),
    'local: --secret has no name, or no value (got "a value that is not shown"); write it like --secret task-api-database/url=...',
  ],
  [
    () => parseNotify('https://hooks.example.com/a'),
    'local: --notify is not an address of this machine (got "https://hooks.example.com/a"); use one like http://127.0.0.1:9000: no notification leaves this machine',
  ],
])('refuses what is none in one sentence (%#)', (parse, message) => {
  expect(parse).toThrow(message);
});
