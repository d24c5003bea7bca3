import { ruleFailures, type RuleCase } from '../../src/testing/rule-tests';
import type { RuleContext } from '../../src/catalog/rule-resources';
import { isAlert, printGroup } from '../../src/rules/rule';
import { format } from '../../src/promql/print';
import { casesOf } from './alert-proof';
import { autoscaledContext, cronJobContext, groupsOf, orderApiContext } from './alert-tables';
import { autoscalingProofs, brokenAutoscaler } from './proofs/autoscaling';
import { brokenCronJob, cronJobProofs, punctualityProofs } from './proofs/cron-job';
import { KIND_SPECIFIC, OTHER_KINDS, proofsOf, seriesOf } from './proofs/other-kinds';
import { surroundings } from './proofs/series';

const contextOf = (kind: 'StatefulSet' | 'DaemonSet'): RuleContext => ({
  ...orderApiContext,
  controller: { kind, name: 'order-api', pods: 'named after the service' },
});

interface Proven {
  readonly what: string;
  readonly context: RuleContext;
  readonly cases: readonly RuleCase[];
}

const proven: readonly Proven[] = [
  ...OTHER_KINDS.map((kind) => ({
    what: `a ${kind.kind}`,
    context: contextOf(kind.kind),
    cases: casesOf(proofsOf(kind), {
      service: 'order-api',
      interval: '1m',
      neighbours: seriesOf(kind, surroundings),
    }),
  })),
  {
    what: 'an autoscaler',
    context: autoscaledContext,
    cases: casesOf(autoscalingProofs, {
      service: 'order-api',
      interval: '1m',
      neighbours: brokenAutoscaler,
    }),
  },
  {
    what: 'a CronJob',
    context: cronJobContext,
    cases: casesOf(
      { ...cronJobProofs, ...punctualityProofs },
      { service: 'invoices', interval: '1m', neighbours: brokenCronJob },
    ),
  },
];

describe.each(proven)('alerts of $what', ({ context, cases }) => {
  let failures: ReadonlyMap<string, string>;

  beforeAll(async () => {
    failures = await ruleFailures({
      // Recording rules take most of the time, and no alert on pods reads them.
      groups: groupsOf(context)
        .filter(({ name }) => name.endsWith('-alerts'))
        .map(printGroup),
      interval: '1m',
      scrapeInterval: '30s',
      cases,
    });
  });

  it.each(cases.map(({ name }) => name))('%s', (name) => {
    expect(failures.get(name)).toBeUndefined();
  });
});

test.each(OTHER_KINDS)(
  'alerts of a $kind that need not know its kind are those of a Deployment',
  ({ kind }) => {
    const exprs = (context: RuleContext) =>
      new Map(
        groupsOf(context).flatMap(({ rules }) =>
          rules.filter(isAlert).map(({ alert, expr }) => [alert, format(expr.expr)] as const),
        ),
      );
    const ofDeployment = exprs(orderApiContext);
    const differing = [...exprs(contextOf(kind))].filter(([alert, expr]) => ofDeployment.get(alert) !== expr);
    expect(differing.map(([alert]) => alert.replace('OrderApi', ''))).toEqual(KIND_SPECIFIC);
  },
);

describe('what is selected of a workload that something else deploys', () => {
  const exprOf = (controller: RuleContext['controller'], symptom: string) => {
    const rules = groupsOf({ ...orderApiContext, controller: controller! }).flatMap((group) => group.rules);
    return format(rules.filter(isAlert).find(({ alert }) => alert === `OrderApi${symptom}`)!.expr.expr);
  };

  test('all containers of the pods of its kind, by their names', () => {
    const expr = exprOf(
      { kind: 'Deployment', name: 'orders.v2', pods: 'named after the controller' },
      'MemoryNearLimit',
    );
    expect(expr).toContain(
      'container_memory_working_set_bytes{namespace="default", pod=~"orders\\\\.v2-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}", container!=""}',
    );
  });

  test('or one container', () => {
    const expr = exprOf({ kind: 'StatefulSet', name: 'orders', pods: { container: 'spring' } }, 'OomKilled');
    expect(expr).toContain(
      '{namespace="default", pod=~"orders-[0-9]+", container="spring", reason="OOMKilled"}',
    );
  });

  test('the object by its own name', () => {
    const expr = exprOf({ kind: 'DaemonSet', name: 'orders', pods: { container: 'spring' } }, 'Unavailable');
    expect(expr).toContain('kube_daemonset_status_number_available{namespace="default", daemonset="orders"}');
  });
});

test('a CronJob without metrics has no alerts on scrapes', () => {
  const names = groupsOf(cronJobContext)
    .flatMap(({ rules }) => rules.filter(isAlert))
    .map(({ alert }) => alert);
  expect(names).toEqual(['InvoicesJobFailed', 'InvoicesJobSuspended', 'InvoicesJobOverdue']);
});
