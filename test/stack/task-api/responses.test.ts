import { valueCount } from '../../../src/metrics/labels';
import { taskApiMetrics } from '../../../src/stack/task-api/metrics';
import {
  allowedMethods,
  countedMethod,
  countedStatus,
  expectedRequests,
  routeOf,
} from '../../../src/stack/task-api/responses';

const { method, endpoint, status } = taskApiMetrics.requests.labels;

test('every endpoint and method of the contract is expected, with as many statuses as it allows at most', () => {
  const expected = expectedRequests();
  expect(new Set(expected.map((each) => each.endpoint))).toEqual(new Set(endpoint.values));
  expect(new Set(expected.map((each) => each.method))).toEqual(new Set(method.values));
  expect(new Set(expected.map((each) => each.status)).size).toBe(valueCount(status));
});

test('every route can fail, and its failures are expected', () => {
  const failures = expectedRequests().filter((each) => each.status.startsWith('5'));
  expect(failures.map((each) => `${each.method} ${each.endpoint} ${each.status}`)).toEqual([
    'GET /tasks 500',
    'GET /tasks 503',
    'POST /tasks 500',
    'POST /tasks 503',
    'other /tasks 500',
    'other /tasks 503',
    'GET /tasks/:id 500',
    'GET /tasks/:id 503',
    'PATCH /tasks/:id 500',
    'PATCH /tasks/:id 503',
    'DELETE /tasks/:id 500',
    'DELETE /tasks/:id 503',
    'other /tasks/:id 500',
    'other /tasks/:id 503',
  ]);
});

test.each([
  ['/tasks', '/tasks'],
  ['/tasks/7', '/tasks/:id'],
  ['/tasks/:id', '/tasks/:id'],
  ['/tasks/7/notes', undefined],
  ['/tasksx', undefined],
  ['/', undefined],
])('the path %s belongs to the route %s', (path, route) => {
  expect(routeOf(path)).toBe(route);
});

test.each([
  ['GET', 'GET'],
  ['HEAD', 'other'],
  ['get', 'other'],
  ['PROPFIND', 'other'],
])('the method %s counts as %s', (given, counted) => {
  expect(countedMethod(given)).toBe(counted);
});

test.each([
  [404, '404'],
  [418, '400'],
  [505, '500'],
  [302, '200'],
])('the status %d counts as %s, so that no unexpected one is a new series', (given, counted) => {
  expect(countedStatus(given)).toBe(counted);
});

test('a route with GET also takes HEAD', () => {
  expect(allowedMethods('/tasks')).toBe('HEAD, GET, POST');
});
