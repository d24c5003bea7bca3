import type { LocalProgramProps } from '../../src/catalog/local-program';
import { defineService } from '../../src/catalog/service';
import { defineStack } from '../../src/catalog/stack';
import { anEnvironment, aService } from '../support/catalog';

const { name: _name, ...environment } = anEnvironment;
const stackWith = (local: Readonly<Record<string, unknown>>, workload: object | 'external' = {}) =>
  defineStack({
    services: [
      defineService({
        ...aService,
        workload: workload === 'external' ? workload : aService.workload,
      }),
    ],
    environments: { test: environment },
    local: local as Readonly<Record<string, LocalProgramProps>>,
  });

test('a stack states how a service runs locally, with defaults for methods and the wait of slow requests', () => {
  expect(stackWith({ shop: { node: ['shop.js'], requests: [{ path: '/cart' }] } }).local).toEqual({
    shop: { node: ['shop.js'], requests: [{ method: 'GET', path: '/cart' }], slowMilliseconds: 400 },
  });
});

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  [
    'an unknown service',
    { shoppe: {} },
    'stack: this stack deploys no service of that name (local.shoppe: "shoppe"). Use one of shop.',
  ],
  [
    'a path without a slash',
    { shop: { requests: [{ path: 'cart' }] } },
    'stack: not a request path (local.shop.requests[0].path: "cart"). Start it with /, e.g. /orders?limit=10.',
  ],
  [
    'an empty list of requests',
    { shop: { requests: [] } },
    'stack: empty (local.shop.requests: []). List at least one request, or remove the field to send GET /.',
  ],
  [
    'no arguments of node',
    { shop: { node: [] } },
    "stack: empty (local.shop.node: []). List the arguments of node, e.g. ['src/payments/main.js'].",
  ],
])('%s is rejected', (_what, local, message) => {
  expect(() => stackWith(local)).toThrow(message);
});

test('a program of an external service is rejected', () => {
  expect(() => stackWith({ shop: {} }, 'external')).toThrow(
    'stack: this stack deploys no service of that name (local.shop: "shop"). Remove it: every service is external.',
  );
});
