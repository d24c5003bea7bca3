import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { alertPrefix } from '../../src/rules/naming';
import { printGroup } from '../../src/rules/rule';
import { ruleFailures, testRules } from '../../src/testing/rule-tests';
import { casesOf, gapsOf, orphansOf, type AlertProof, type ProvenTable } from './alert-proof';
import {
  allAlerts,
  alertTables,
  externalContext,
  groupsOf,
  orderApiContext,
  probedContext,
  pushedContext,
} from './alert-tables';
import { probeProofs } from './proofs/probe';
import { pushedProofs } from './proofs/pushed';
import { scrapeProofs } from './proofs/scrape';
import { broken, NEIGHBOURS, surroundings } from './proofs/series';
import { externalProofs } from './proofs/target-missing';
import { workloadProofs } from './proofs/workload';

const run = { service: 'order-api', interval: '1m', neighbours: surroundings } as const;

describe.each([
  {
    kind: 'a service that this stack deploys',
    context: orderApiContext,
    cases: casesOf({ ...scrapeProofs, ...workloadProofs }, run),
  },
  {
    kind: 'a service that something else deploys',
    context: externalContext,
    cases: casesOf({ ...scrapeProofs, ...externalProofs }, run),
  },
  {
    kind: 'a service that is probed',
    context: probedContext,
    cases: casesOf({ ...probeProofs, ...externalProofs }, run),
  },
  {
    kind: 'a service whose series are pushed',
    context: pushedContext,
    cases: casesOf(pushedProofs, run),
  },
])('$kind', ({ context, cases }) => {
  let failures: ReadonlyMap<string, string>;

  beforeAll(async () => {
    failures = await ruleFailures({
      groups: groupsOf(context).map(printGroup),
      interval: '1m',
      scrapeInterval: '30s',
      cases,
    });
  });

  it.each(cases.map(({ name }) => name))('%s', (name) => {
    expect(failures.get(name)).toBeUndefined();
  });
});

test.each(NEIGHBOURS)(
  'what is broken around the service in every case is an alert of $name in $namespace',
  (place) => {
    const firing = (symptom: string) => ({
      labels: `{alertname="${alertPrefix(place.name)}${symptom}"}`,
      value: 1,
    });
    return testRules({
      groups: groupsOf({ ...orderApiContext, ...place }).map(printGroup),
      interval: '1m',
      scrapeInterval: '30s',
      cases: [
        {
          name: 'all its alerts fire but the one that needs it to have no target',
          inputSeries: broken(place),
          queries: [
            {
              expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
              at: '20m',
              expected: [
                'CpuThrottled',
                'CrashLooping',
                'Down',
                'MemoryNearLimit',
                'OomKilled',
                'RolloutStuck',
                'ScaledToZero',
                'SeriesBudgetExceeded',
                'TargetDown',
              ].map(firing),
            },
          ],
        },
      ],
    });
  },
);

describe('completeness', () => {
  const pages = readdirSync(join(__dirname, '..', '..', 'docs', 'runbooks'));

  test('every alert has a case that fires, a case that stays silent, and a runbook page', () => {
    expect(gapsOf(alertTables, pages)).toEqual([]);
  });

  test('every runbook page belongs to an alert', () => {
    expect(orphansOf(alertTables, pages)).toEqual([]);
  });

  test('every alert that a service gets is a row of a table', () => {
    const known = alertTables.flatMap(({ rows }) => rows.map(({ symptom }) => `OrderApi${symptom}`));
    expect(allAlerts.map(({ alert }) => alert).filter((alert) => !known.includes(alert))).toEqual([]);
  });

  test('a missing case, a missing page and a forgotten proof are told', () => {
    const proof: AlertProof = {
      fires: [{ name: 'a', inputSeries: [], firesAt: '1m', expected: [] }],
      silent: [{ name: 'b', inputSeries: [], until: '1m' }],
    };
    const tables: readonly ProvenTable[] = [
      {
        name: 'rows',
        rows: [{ symptom: 'TooHot' }, { symptom: 'Cold' }],
        proofs: { Cold: proof, Wet: proof },
      },
    ];
    expect(gapsOf(tables, ['cold.md'])).toEqual([
      'rows: no case lets TooHot fire',
      'rows: no case keeps TooHot silent',
      'rows: TooHot has no page docs/runbooks/too-hot.md',
      'rows: Wet is proven but is no alert',
    ]);
    expect(orphansOf(tables, ['cold.md', 'wet.md'])).toEqual(['wet.md']);
  });
});
