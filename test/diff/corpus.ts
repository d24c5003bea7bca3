import { inExpr, named, objectsOf, rulesOf, type Json, type Rendered } from './fixture';

/** A change of the rendered fixture, and what it does. */
export interface Change {
  readonly name: string;
  readonly change: (all: Rendered) => void;
}

/** A change that silences, suppresses, delays or misroutes an alert. */
export interface HarmfulChange extends Change {
  readonly alert: string;
  readonly kind: 'silenced' | 'suppressed' | 'later' | 'receiver' | 'more' | 'unjudged';
  /** What the fixture lacks, on both sides. @default nothing */
  readonly base?: Change['change'];
  /** Whether a counterexample is printed. */
  readonly proven?: true;
}

const everyRule = (change: (rule: Json) => void) => (all: Rendered) => {
  for (const { rule } of rulesOf(all)) change(rule);
};
const rule = (name: string, change: (rule: Json) => void) => (all: Rendered) => {
  for (const one of named(all, name)) change(one);
};
const expr = (name: string, part: string | RegExp, by: string) => rule(name, (one) => inExpr(one, part, by));
const reversed = (matchers: string): string => matchers.split(', ').toReversed().join(', ');
const config = (all: Rendered): Json => all.values.alertmanager.config;
const routes = (all: Rendered): Json[] => config(all).route.routes;
const receiver = (all: Rendered, name: string): Json =>
  config(all).receivers.find((one: Json) => one.name === name);
const monitor = (all: Rendered): Json => objectsOf(all, 'ServiceMonitor', /^order-api$/)[0];

/** Scrapes a second page of the pods. */
const twoPages = (all: Rendered): void => {
  const { endpoints } = monitor(all).spec;
  endpoints.push({ ...endpoints[0], path: '/other' });
};

/** A rule group of the alerts of a service, e.g. to remove it. */
function removeRules(all: Rendered, which: (rule: Json) => boolean): void {
  for (const object of objectsOf(all, 'PrometheusRule'))
    for (const group of object.spec.groups) group.rules = group.rules.filter((one: Json) => !which(one));
}

/** OrderApiTargetDown with one result for each job, and more. */
const byJob =
  (...more: readonly ((all: Rendered) => void)[]) =>
  (all: Rendered): void => {
    for (const change of [expr('OrderApiTargetDown', /^(.*) == 0$/s, 'min by (job) ($1) == 0'), ...more])
      change(all);
  };

const UP = 'up{job="order-api"}';

/** Another expression of OrderApiTargetDown. */
const targetDown = (text: string) => rule('OrderApiTargetDown', (one) => (one.expr = text));

/** A volume that is nearly full, of all but some file systems. */
const DISK = 'disk_free{fstype!=""} / disk_size{fstype!=""} * 100 < 5 and disk_readonly{fstype!=""} == 0';

/** Changes that silence no alert. */
export const HARMLESS: readonly Change[] = [
  {
    name: 'files are renamed',
    change: ({ files }) => files.forEach((file) => (file.name = `x-${file.name}`)),
  },
  {
    name: 'files are in another order',
    change: ({ files }) => void files.splice(0, files.length, ...files.toReversed()),
  },
  {
    name: 'everything is in one file',
    change: ({ files }) =>
      void files.splice(0, files.length, {
        name: 'all.yaml',
        objects: files.flatMap(({ objects }) => objects),
      }),
  },
  {
    name: 'groups are in another order',
    change: (all) =>
      objectsOf(all, 'PrometheusRule').forEach(({ spec }) => (spec.groups = spec.groups.toReversed())),
  },
  {
    name: 'groups are renamed',
    change: (all) =>
      rulesOf(all).forEach(
        ({ group }) => (group.name = `renamed-${group.name}`.replace(/^(renamed-)+/, 'renamed-')),
      ),
  },
  {
    name: 'PrometheusRules are renamed',
    change: (all) => objectsOf(all, 'PrometheusRule').forEach(({ metadata }) => (metadata.name += '-v2')),
  },
  {
    name: 'alerts are in another order',
    change: (all) =>
      objectsOf(all, 'PrometheusRule', /-alerts$/).forEach(({ spec }) =>
        spec.groups.forEach((group: Json) => (group.rules = group.rules.toReversed())),
      ),
  },
  {
    name: 'an alert moves into a PrometheusRule of its own',
    change: (all) => {
      const [moved] = named(all, 'OrderApiDown');
      const [object] = objectsOf(all, 'PrometheusRule', /^order-api-alerts$/);
      removeRules(all, (one) => one === moved);
      const copy = structuredClone(object);
      copy.metadata.name = 'order-api-down';
      copy.spec.groups = [{ name: 'down', interval: '30s', rules: [moved] }];
      all.files[0]!.objects.push(copy);
    },
  },
  {
    name: 'expressions are on one line',
    change: everyRule((one) => (one.expr = one.expr.replace(/\s+/g, ' '))),
  },
  { name: 'expressions are in parentheses', change: everyRule((one) => (one.expr = `(${one.expr})`)) },
  {
    name: 'expressions have comments',
    change: everyRule((one) => (one.expr = `# What it is about.\n${one.expr} # as agreed`)),
  },
  {
    name: 'matchers are in another order',
    change: everyRule(
      (one) =>
        (one.expr = one.expr.replace(
          /\{([^{}"]*"[^{}]*)\}/g,
          (_: string, list: string) => `{${reversed(list)}}`,
        )),
    ),
  },
  {
    name: 'labels of aggregations are in another order',
    change: everyRule(
      (one) =>
        (one.expr = one.expr.replace(
          /by \(([^()]*)\)/g,
          (_: string, list: string) => `by (${reversed(list)})`,
        )),
    ),
  },
  {
    name: 'matchers are regular expressions of one value',
    change: everyRule((one) => (one.expr = one.expr.replace(/job="([^"]*)"/g, 'job=~"$1"'))),
  },
  {
    name: 'negative matchers are regular expressions',
    change: everyRule((one) => (one.expr = one.expr.replace(/endpoint!="/g, 'endpoint!~"'))),
  },
  {
    name: 'a regular expression is anchored',
    change: everyRule((one) => (one.expr = one.expr.replace(/status=~"5\.\."/g, 'status=~"^5..$"'))),
  },
  { name: 'the name is a matcher', change: expr('OrderApiTargetDown', 'up{', '{__name__="up", ') },
  {
    name: 'durations have another unit',
    change: everyRule((one) => (one.expr = one.expr.replace(/\[5m\]/g, '[300s]'))),
  },
  { name: 'a threshold is computed', change: expr('OrderApiMemoryNearLimit', '> 0.9', '> 9 / 10') },
  { name: 'a comparison is turned around', change: expr('OrderApiTargetDown', /^(.*) == 0$/s, '0 == $1') },
  {
    name: 'operands of a product are exchanged',
    change: expr('order_api:slo_errors:percentage', /^100 \* (.*)$/s, '$1 * 100'),
  },
  {
    name: 'a rate is an increase by its window',
    change: expr('order_api:requests:rate5m', /rate\((.*)\)/s, 'increase($1) / 300'),
  },
  { name: 'a comparison is equivalent', change: expr('OrderApiScaledToZero', '== 0', '< 1') },
  { name: 'for has another unit', change: rule('OrderApiDown', (one) => (one.for = '180s')) },
  {
    name: 'an annotation is reworded',
    change: rule('OrderApiDown', (one) => (one.annotations.summary = 'No target answers')),
  },
  { name: 'a threshold is lower', change: expr('OrderApiMemoryNearLimit', '> 0.9', '> 0.8') },
  {
    name: 'an alert is added',
    change: (all) =>
      rulesOf(all)[0]!.group.rules.push({
        alert: 'OrderApiNew',
        expr: 'up == 0',
        labels: { severity: 'critical' },
      }),
  },
  {
    name: 'a receiver is added',
    change: (all) => void config(all).receivers.push({ name: 'unused', slack_configs: [{ channel: '#x' }] }),
  },
  {
    name: 'matchers of routes have another spelling',
    change: (all) => (routes(all)[2].matchers = ['severity =~ critical']),
  },
  {
    name: 'labels of objects are added',
    change: ({ files }) =>
      files.forEach(({ objects }) =>
        objects.forEach((one) => (one.metadata.labels = { ...one.metadata.labels, owner: 'x' })),
      ),
  },
];

/** Changes that silence, suppress, delay or misroute. */
export const HARMFUL: readonly HarmfulChange[] = [
  {
    name: 'a label is added to a matcher',
    alert: 'OrderApiTargetDown',
    kind: 'silenced',
    proven: true,
    change: expr('OrderApiTargetDown', 'up{', 'up{zone="a", '),
  },
  {
    name: 'a matcher has a typing error',
    alert: 'OrderApiDown',
    kind: 'silenced',
    proven: true,
    change: expr('OrderApiDown', 'job="order-api"', 'job="order-ap"'),
  },
  {
    name: 'a regular expression loses an alternative',
    alert: 'OrderApiCrashLooping',
    kind: 'silenced',
    proven: true,
    change: expr('OrderApiCrashLooping', 'reason="CrashLoopBackOff"', 'reason="CrashLoopBackof"'),
  },
  {
    name: 'failures are other statuses',
    alert: 'OrderApiErrorBudgetBurn',
    kind: 'silenced',
    proven: true,
    change: everyRule(
      (one) =>
        one.record === 'order_api:slo_read:value' &&
        (one.expr = one.expr.replaceAll('status=~"5.."', 'status=~"50[34]"')),
    ),
  },
  {
    name: 'a threshold is higher',
    alert: 'OrderApiMemoryNearLimit',
    kind: 'silenced',
    proven: true,
    change: expr('OrderApiMemoryNearLimit', '> 0.9', '> 0.98'),
  },
  {
    name: 'a threshold passes another one, and no value is between them',
    alert: 'OrderApiMemoryNearLimit',
    kind: 'silenced',
    proven: true,
    base: expr('OrderApiMemoryNearLimit', '> 0.9', '> 0.7 < 0.8'),
    change: expr('OrderApiMemoryNearLimit', '> 0.7', '> 0.9'),
  },
  {
    name: 'a threshold passes that of a second condition',
    alert: 'OrderApiMemoryNearLimit',
    kind: 'silenced',
    proven: true,
    base: expr('OrderApiMemoryNearLimit', /^(.*)> 0\.9\s*$/s, '($1 < 0.8) and ($1 > 0.7)'),
    change: expr('OrderApiMemoryNearLimit', '> 0.7', '> 0.9'),
  },
  {
    name: 'a prediction looks less far ahead',
    alert: 'OrderApiTargetDown',
    kind: 'silenced',
    proven: true,
    base: expr('OrderApiTargetDown', /^(.*) == 0$/s, 'predict_linear(disk_free_bytes[1h], 86400) < 0'),
    change: expr('OrderApiTargetDown', '86400', '600'),
  },
  {
    name: 'a slope is compared with a lower one',
    alert: 'OrderApiTargetDown',
    kind: 'silenced',
    proven: true,
    base: expr('OrderApiTargetDown', /^(.*) == 0$/s, 'deriv(queue_length[10m]) > 0.1'),
    change: expr('OrderApiTargetDown', '> 0.1', '> 5'),
  },
  {
    name: 'topk takes fewer series',
    alert: 'OrderApiTargetDown',
    kind: 'silenced',
    proven: true,
    base: expr('OrderApiTargetDown', /^(.*) == 0$/s, 'topk(3, queue_length) > 10'),
    change: expr('OrderApiTargetDown', 'topk(3', 'topk(1'),
  },
  {
    name: 'a sum of the least series takes fewer',
    alert: 'OrderApiTargetDown',
    kind: 'silenced',
    proven: true,
    base: expr(
      'OrderApiTargetDown',
      /^(.*) == 0$/s,
      'sum by (job) (bottomk by (job) (4, queue_length)) > 10',
    ),
    change: expr('OrderApiTargetDown', '(4', '(2'),
  },
  {
    name: 'a sum is split by a label',
    alert: 'OrderApiTargetDown',
    kind: 'silenced',
    proven: true,
    base: expr('OrderApiTargetDown', /^(.*) == 0$/s, 'sum by (job) (rate(failures_total[5m])) > 10'),
    change: expr('OrderApiTargetDown', 'by (job)', 'by (job, pod)'),
  },
  {
    name: 'an aggregation keeps a label by which a route sends nothing',
    alert: 'OrderApiTargetDown',
    kind: 'silenced',
    proven: true,
    base: byJob((all) => void routes(all).unshift({ receiver: 'null', matchers: ['zone="test"'] })),
    change: expr('OrderApiTargetDown', 'by (job)', 'by (job, zone)'),
  },
  {
    name: 'an aggregation keeps a label by which a route has another receiver',
    alert: 'OrderApiTargetDown',
    kind: 'receiver',
    base: byJob((all) => {
      config(all).receivers.push({ name: 'zone', slack_configs: [{ channel: '#zone' }] });
      routes(all).unshift({ receiver: 'zone', matchers: ['zone="test"'] });
    }),
    change: expr('OrderApiTargetDown', 'by (job)', 'by (job, zone)'),
  },
  {
    name: 'an aggregation keeps a label that an inhibition compares',
    alert: 'OrderApiTargetDown',
    kind: 'suppressed',
    base: byJob(
      (all) =>
        void config(all).inhibit_rules.push({
          source_matchers: ['alertname="MailerDown"'],
          target_matchers: ['alertname="OrderApiTargetDown"'],
          equal: ['zone'],
        }),
      rule('MailerDown', (one) => (one.labels.zone = 'a')),
    ),
    change: expr('OrderApiTargetDown', 'by (job)', 'by (job, zone)'),
  },
  {
    name: 'an aggregation keeps a label by which messages are grouped',
    alert: 'OrderApiTargetDown',
    kind: 'more',
    base: byJob((all) => config(all).route.routes.forEach((one: Json) => (one.group_by = ['pod']))),
    change: expr('OrderApiTargetDown', 'by (job)', 'by (job, pod)'),
  },
  {
    name: 'a burn rate is higher',
    alert: 'OrderApiErrorBudgetBurn',
    kind: 'silenced',
    proven: true,
    change: expr('OrderApiErrorBudgetBurn', /> 0\.[0-9]+/g, '> 0.9'),
  },
  {
    name: 'a comparison is turned',
    alert: 'OrderApiScaledToZero',
    kind: 'silenced',
    proven: true,
    change: expr('OrderApiScaledToZero', '== 0', '< 0'),
  },
  {
    name: 'an aggregation is another one',
    alert: 'OrderApiTargetDown',
    kind: 'silenced',
    proven: true,
    change: expr('OrderApiTargetDown', /^(.*) == 0$/s, 'max by (namespace, job) ($1) == 0'),
  },
  {
    name: 'a condition is added',
    alert: 'OrderApiDown',
    kind: 'silenced',
    proven: true,
    change: expr('OrderApiDown', /$/, ' and on () vector(1) == 2'),
  },
  {
    name: 'an offset is added',
    alert: 'OrderApiDown',
    kind: 'later',
    proven: true,
    change: expr('OrderApiDown', '"}', '"} offset 30m'),
  },
  {
    name: 'a share is taken of all namespaces',
    alert: 'OrderApiTargetDown',
    kind: 'silenced',
    proven: true,
    base: targetDown(`100 * count by (namespace, job) (${UP} == 0) / count by (namespace, job) (${UP}) > 10`),
    change: rule(
      'OrderApiTargetDown',
      (one) => (one.expr = one.expr.replaceAll('(namespace, job)', '(job)')),
    ),
  },
  {
    name: 'a matcher of every metric is narrower',
    alert: 'OrderApiTargetDown',
    kind: 'silenced',
    proven: true,
    base: targetDown(DISK),
    change: rule('OrderApiTargetDown', (one) => (one.expr = one.expr.replaceAll('!=""', '="ext4"'))),
  },
  {
    name: 'an exception is added',
    alert: 'OrderApiTargetDown',
    kind: 'silenced',
    proven: true,
    base: targetDown(DISK),
    change: expr('OrderApiTargetDown', /$/, ' unless on (instance) backup_running == 1'),
  },
  {
    name: 'an exception that is not simulated is added',
    alert: 'OrderApiTargetMissing',
    kind: 'silenced',
    change: rule('OrderApiTargetMissing', (one) => (one.expr = `(${one.expr}) and on () (hour() > 6)`)),
  },
  {
    name: 'an alert is deleted',
    alert: 'OrderApiUnavailable',
    kind: 'silenced',
    proven: true,
    change: (all) => removeRules(all, (one) => one.alert === 'OrderApiUnavailable'),
  },
  {
    name: 'a PrometheusRule is deleted',
    alert: 'OrderApiErrorBudgetBurn',
    kind: 'silenced',
    change: ({ files }) =>
      files.forEach(
        (file) =>
          (file.objects = file.objects.filter(
            ({ metadata }) => metadata.name !== 'order-api-slo-availability-rules',
          )),
      ),
  },
  {
    name: 'a recorded series is renamed and its reader is not',
    alert: 'OrderApiErrorBudgetBurn',
    kind: 'silenced',
    change: rule('order_api:slo_errors:ratio', (one) => (one.record = 'order_api:slo_error:ratio')),
  },
  {
    name: 'a recording rule is deleted',
    alert: 'OrderApiTrafficCollapsed',
    kind: 'silenced',
    change: (all) => removeRules(all, (one) => one.record === 'order_api:requests:rate5m'),
  },
  {
    name: 'a recording rule loses a label',
    alert: 'OrderApiErrorBudgetBurn',
    kind: 'silenced',
    change: rule('order_api:slo_errors:ratio', (one) => (one.labels.window = `${one.labels.window}x`)),
  },
  {
    name: 'for is longer',
    alert: 'OrderApiDown',
    kind: 'later',
    proven: true,
    change: rule('OrderApiDown', (one) => (one.for = '30m')),
  },
  {
    name: 'a group is evaluated less often',
    alert: 'OrderApiDown',
    kind: 'later',
    change: (all) =>
      rulesOf(all).forEach(
        ({ rule: one, group }) => one.alert === 'OrderApiDown' && (group.interval = '10m'),
      ),
  },
  {
    name: 'the severity is lower',
    alert: 'OrderApiDown',
    kind: 'silenced',
    proven: true,
    change: rule('OrderApiDown', (one) => (one.labels.severity = 'warning')),
  },
  {
    name: 'the severity has a typing error',
    alert: 'OrderApiDown',
    kind: 'silenced',
    proven: true,
    change: rule('OrderApiDown', (one) => (one.labels.severity = 'info')),
  },
  {
    name: 'a route no longer matches',
    alert: 'OrderApiDown',
    kind: 'silenced',
    proven: true,
    change: (all) => (routes(all)[2].matchers = ['severity="page"']),
  },
  {
    name: 'a route for a team comes first',
    alert: 'OrderApiDown',
    kind: 'silenced',
    proven: true,
    change: (all) => void routes(all).unshift({ receiver: 'team-channel', matchers: ['team="orders"'] }),
  },
  {
    name: 'a route no longer continues',
    alert: 'OrderApiDown',
    kind: 'receiver',
    change: (all) => delete routes(all)[2].routes[0].continue,
  },
  {
    name: 'an alert is sent to no receiver',
    alert: 'OrderApiTargetDown',
    kind: 'silenced',
    proven: true,
    change: (all) => void routes(all).unshift({ receiver: 'null', matchers: ['alertname=~".*TargetDown"'] }),
  },
  {
    name: 'group_wait is longer',
    alert: 'OrderApiDown',
    kind: 'later',
    change: (all) => (routes(all)[2].group_wait = '10m'),
  },
  {
    name: 'group_interval is longer',
    alert: 'OrderApiDown',
    kind: 'later',
    change: (all) => (routes(all)[2].group_interval = '2h'),
  },
  {
    name: 'repeat_interval is longer',
    alert: 'OrderApiDown',
    kind: 'later',
    change: (all) => (routes(all)[2].repeat_interval = '7d'),
  },
  {
    name: 'an external label that a route matches is gone',
    alert: 'OrderApiDown',
    kind: 'silenced',
    proven: true,
    base: (all) => (routes(all)[2].matchers = ['severity="critical"', 'cluster="prod"']),
    change: (all) => (all.values.prometheus.prometheusSpec.externalLabels = {}),
  },
  {
    name: 'a route is muted at night',
    alert: 'OrderApiDown',
    kind: 'suppressed',
    change: (all) => {
      for (const below of routes(all)[2].routes) below.mute_time_intervals = ['nights'];
      config(all).time_intervals = [{ name: 'nights', time_intervals: [] }];
    },
  },
  {
    name: 'an inhibition suppresses across services',
    alert: 'OrderApiUnavailable',
    kind: 'suppressed',
    change: (all) =>
      void config(all).inhibit_rules.push({
        source_matchers: ['alertname="MailerDown"'],
        target_matchers: ['severity="critical"'],
        equal: [],
      }),
  },
  {
    name: 'a receiver loses its integration',
    alert: 'OrderApiDown',
    kind: 'silenced',
    change: (all) => delete receiver(all, 'on-call').pagerduty_configs,
  },
  {
    name: 'a Secret is not mounted',
    alert: 'OrderApiDown',
    kind: 'silenced',
    change: (all) => (all.values.alertmanager.alertmanagerSpec.secrets = []),
  },
  {
    name: 'another key of a Secret',
    alert: 'receiver on-call',
    kind: 'receiver',
    change: (all) =>
      (receiver(all, 'on-call').pagerduty_configs[0].routing_key_file =
        '/etc/alertmanager/secrets/alertmanager-receivers/pagerduty-key'),
  },
  {
    name: 'the selector of the Service matches no pod',
    alert: 'OrderApiErrorBudgetBurn',
    kind: 'silenced',
    change: (all) => (objectsOf(all, 'Service', /^order-api$/)[0].spec.selector = { app: 'other' }),
  },
  {
    name: 'the port of the monitor does not exist',
    alert: 'OrderApiErrorBudgetBurn',
    kind: 'silenced',
    change: (all) => (monitor(all).spec.endpoints[0].port = 'metrics-port'),
  },
  {
    name: 'the monitor is not selected',
    alert: 'OrderApiTargetDown',
    kind: 'silenced',
    change: (all) => {
      all.values.prometheus.prometheusSpec.serviceMonitorSelector = { matchLabels: { watched: 'yes' } };
    },
  },
  {
    name: 'metric relabeling drops a metric',
    alert: 'OrderApiErrorBudgetBurn',
    kind: 'silenced',
    change: (all) =>
      (monitor(all).spec.endpoints[0].metricRelabelings = [
        { sourceLabels: ['__name__'], regex: 'order_api_requests_total', action: 'drop' },
      ]),
  },
  {
    name: 'metric relabeling drops a metric of one of two pages',
    alert: 'OrderApiErrorBudgetBurn',
    kind: 'silenced',
    base: twoPages,
    change: (all) =>
      (monitor(all).spec.endpoints[0].metricRelabelings = [
        { sourceLabels: ['__name__'], regex: 'order_api_requests_total', action: 'drop' },
      ]),
  },
  {
    name: 'one of two pages is no longer scraped',
    alert: 'scrapes of Deployment order-api/order-api',
    kind: 'unjudged',
    base: twoPages,
    change: (all) => void monitor(all).spec.endpoints.pop(),
  },
  {
    name: 'scrapes are too rare for the windows of rates',
    alert: 'OrderApiTrafficStopped',
    kind: 'silenced',
    change: (all) => (monitor(all).spec.endpoints[0].interval = '4m'),
  },
  {
    name: 'the monitor scrapes another path',
    alert: 'scrapes of Deployment order-api/order-api',
    kind: 'unjudged',
    change: (all) => (monitor(all).spec.endpoints[0].path = '/metric'),
  },
];
