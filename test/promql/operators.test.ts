import {
  add,
  and,
  bool,
  div,
  eq,
  ge,
  gt,
  le,
  lt,
  mod,
  mul,
  ne,
  or,
  rate,
  recorded,
  select,
  sub,
  sumBy,
  time,
  unless,
  type InstantVector,
} from '../../src/promql/build';
import { print } from '../../src/promql/print';
import { requests } from './example-metrics';

const x = recorded('x', ['job', 'pod']);
const y = recorded('y', ['job', 'pod']);
/** Has no pod, but a team. */
const owner = recorded('owner', ['job', 'team']);

test.each<[string, InstantVector, readonly string[]]>([
  // With a number on either side
  ['x + 1', add(x, 1), ['job', 'pod']],
  ['1 - x', sub(1, x), ['job', 'pod']],
  ['time() - x', sub(time(), x), ['job', 'pod']],
  ['x * -0.5', mul(x, -0.5), ['job', 'pod']],
  ['x / +Inf', div(x, Infinity), ['job', 'pod']],
  ['x % 60', mod(x, 60), ['job', 'pod']],
  ['x == 0', eq(x, 0), ['job', 'pod']],
  ['x != 0', ne(x, 0), ['job', 'pod']],
  ['x > 0', gt(x, 0), ['job', 'pod']],
  ['0 < x', lt(0, x), ['job', 'pod']],
  ['x >= 0', ge(x, 0), ['job', 'pod']],
  ['x <= time()', le(x, time()), ['job', 'pod']],
  // Vectors with the same labels
  ['x / y', div(x, y), ['job', 'pod']],
  ['x > y', gt(x, y), ['job', 'pod']],
  // Joined
  ['x / on (job) owner', div(x, owner, { on: ['job'] }), ['job']],
  ['x / on () owner', div(x, owner, { on: [] }), []],
  ['x > ignoring (pod) y', gt(x, y, { ignoring: ['pod'] }), ['job']],
  ['x > ignoring (pod, team) owner', gt(x, owner, { ignoring: ['pod', 'team'] }), ['job']],
  [
    'x * on (job) group_left (team) owner',
    mul(x, owner, { on: ['job'], groupLeft: ['team'] }),
    ['job', 'pod', 'team'],
  ],
  ['x * on (job) group_left () owner', mul(x, owner, { on: ['job'], groupLeft: [] }), ['job', 'pod']],
  // Sets
  ['x and y', and(x, y), ['job', 'pod']],
  ['x unless y', unless(x, y), ['job', 'pod']],
  ['x or y', or(x, y), ['job', 'pod']],
  ['x or owner', or(x, owner), ['job', 'pod', 'team']],
  ['x and on (job) owner', and(x, owner, { on: ['job'] }), ['job', 'pod']],
  ['x unless on () owner', unless(x, owner, { on: [] }), ['job', 'pod']],
  ['x or on (job) owner', or(x, owner, { on: ['job'] }), ['job', 'pod', 'team']],
  // bool
  ['x > bool 0', bool(gt(x, 0)), ['job', 'pod']],
  ['x == bool on (job) owner', bool(eq(x, owner, { on: ['job'] })), ['job']],
  // All together
  [
    'sum by (job) (rate(requests_total[5m])) / on (job) (owner > 0) * 100',
    mul(div(sumBy(['job'], rate(select(requests), '5m')), gt(owner, 0), { on: ['job'] }), 100),
    ['job'],
  ],
])('%s', (text, { expr, labels }, left) => {
  expect(print(expr)).toBe(text);
  expect([...labels]).toEqual(left);
});

describe('what Prometheus would refuse or never match is refused', () => {
  // As code sees them that works with any contract.
  const someX: InstantVector = x;
  const someOwner: InstantVector = owner;
  const never = 'the two sides never have the same labels';
  const hint = 'Name the common labels with on, or the differing ones with ignoring';

  test.each([
    [
      'different labels',
      () => div(someX, someOwner),
      `PromQL x / owner: ${never} (matching: "pod, team"). ${hint}.`,
    ],
    [
      'more labels on the left',
      () => gt(someX, sumBy(['job'], someX)),
      `PromQL x > sum by (job) (x): ${never} (matching: "pod"). ${hint}.`,
    ],
    [
      'different labels that are not all ignored',
      () => add(someX, someOwner, { ignoring: ['pod'] }),
      `PromQL x + owner: ${never} (matching: "team"). ${hint}.`,
    ],
    [
      'a set operator over different labels',
      () => unless(someX, someOwner),
      `PromQL x unless owner: ${never} (matching: "pod, team"). ${hint}.`,
    ],
    [
      'an intersection of different labels',
      () => and(someX, someOwner),
      `PromQL x and owner: ${never} (matching: "pod, team"). ${hint}.`,
    ],
    [
      'a join on a label that only the right has',
      () => div(someX, someOwner, { on: ['team'] }),
      'PromQL x: the series do not have this label (/ on: "team"). Use one of job, pod.',
    ],
    [
      'a join on a label that only the left has',
      () => or(someX, someOwner, { on: ['pod'] }),
      'PromQL owner: the series do not have this label (or on: "pod"). Use one of job, team.',
    ],
    [
      'a label to ignore that neither has',
      () => div(someX, someX, { ignoring: ['nope'] }),
      'PromQL x: the series do not have this label (/ ignoring: "nope"). Use one of job, pod.',
    ],
    [
      'a label to take that the right does not have',
      () => mul(someX, someOwner, { on: ['job'], groupLeft: ['pod'] }),
      'PromQL owner: the series do not have this label (* on: "pod"). Use one of job, team.',
    ],
    [
      'a label to join on and to take',
      () => mul(someX, someOwner, { on: ['job'], groupLeft: ['job'] }),
      'PromQL x * owner: the two sides are joined on this label already (groupLeft: "job"). Leave it out: the result has it already.',
    ],
    [
      'bool without a comparison',
      () => bool(add(x, 1)),
      'PromQL x + 1: only a comparison can return a bool (bool: "binary"). Compare first, e.g. bool(gt(vector, 0)).',
    ],
    [
      'bool of a series',
      () => bool(x),
      'PromQL x: only a comparison can return a bool (bool: "selector"). Compare first, e.g. bool(gt(vector, 0)).',
    ],
  ])('%s', (_what, build, message) => {
    expect(build).toThrow(message);
  });
});
