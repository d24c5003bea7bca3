import { listOf, mapOf } from '../../../kubernetes/object';
import { re2Error } from '../../../metrics/labels';
import type { PrometheusSettings } from '../../../operator/settings';
import { oneOf } from '../../expressions/report';
import { matching, showMatcher } from '../../expressions/matchers';
import { isOneLetterOff, nearest } from '../../expressions/nearest';
import { quote } from '../../../promql/print';
import type { ParsedRule } from '../../rules/parsed-rule';
import { unreadRules } from '../../sources/plain-files';
import { alertLabel } from '../shared/alert-labels';
import { alertRoutings, type AlertRouting, type RouteMatcher } from '../shared/alert-routing';
import { aboutValues } from '../shared/given-values';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { defineCheck, type Facts, type Found, type Reported, type Subject } from '../../check';

// A warning: other rulers send alerts too. Files rarely contain all rules, so a value is reported only if it is one letter
// away from one that alerts have, or names an alert, its group or its resource. With a cluster, all values are compared.
// Names of alerts that no rule has are compared separately: as info where rules may be missing. Labels that series,
// templates, external labels or relabeling decide can have any value. alert-route-namespace checks the label namespace.
export const check = defineCheck({
  id: 'route-without-alert',
  severity: 'warning',
  question: 'Can every route and inhibition of Alertmanager match an alert?',
  symptom: 'Alerts go to the receiver of the route above, or to none.',
  why: 'An alert takes the route whose matchers all match its labels: those of its rule, those of its series, alertname, and the external labels of Prometheus. A route for a value that no alert has never matches.',
  remedy: 'Write the value that the alerts have, add the label to the rules, or match `alertname`.',
  see: 'https://prometheus.io/docs/alerting/latest/configuration/#route',
  needs: ['manifests', 'prometheus', 'rules'],
  wants: ['cluster'],
  find: ({ manifests, prometheus, rules, cluster }) => {
    const alerts = rules.filter(({ kind }) => kind === 'alert');
    if (alerts.length === 0 || relabelsAlerts({ manifests, prometheus })) return undefined;
    const external = externalLabels(prometheus);
    const valueOf = (rule: ParsedRule, label: string): string | undefined => {
      const value = alertLabel(rule, label);
      return value === '' && external.includes(label) ? undefined : value;
    };
    const routings = alertRoutings(manifests, prometheus);
    const matched = matchedLabels(routings);
    /** By label, as routes match few labels again and again. */
    const known = new Map<string, ReadonlySet<string | undefined>>();
    const valuesOf = (label: string): ReadonlySet<string | undefined> => {
      const values = known.get(label) ?? new Set(alerts.map((rule) => valueOf(rule, label)));
      known.set(label, values);
      return values;
    };
    const isAlert = new Set(alerts.map(({ name }) => name));
    const names = [...isAlert];
    /** @param isAll whether a matcher without an alert is wrong, because all rules were read */
    const unmatched = (about: Subject, matcher: RouteMatcher, isAll: boolean): Reported | undefined => {
      const { label, operator, value, path, write, writeFor } = matcher;
      const isRegex = operator.endsWith('~');
      if (label === 'namespace' || isPlaceholder(value) || (isRegex && re2Error(value) !== undefined))
        return undefined;
      const values = [...valuesOf(label)];
      const isName = MISTAKEN.test(label) && !operator.startsWith('!') && isAlert.has(value);
      if (!isName && anyMatches(matcher, values)) return undefined;
      const there = values.filter((one) => one !== undefined && one !== '') as readonly string[];
      const meant = isRegex ? undefined : there.find((one) => isOneLetterOff(value, one));
      const [named, ...more] = isRegex || meant !== undefined ? [] : alertsNamed(value, alerts);
      if (meant === undefined && named === undefined && !isAll) return undefined;
      return {
        ...about,
        path,
        message: `no alert that was read matches ${showMatcher(matcher)}`,
        found: value,
        expected:
          named === undefined ? oneOf(there, `an alert with the label ${label}`) : 'the label alertname',
        fix:
          meant !== undefined
            ? write(meant)
            : named === undefined
              ? `write a value that alerts have, or add the label ${label} to the rules`
              : more.length === 0
                ? writeFor('alertname', named)
                : `match alertname=~${quote([named, ...more].join('|'))} instead`,
      };
    };
    const extent = extentOf({ manifests, prometheus, cluster });
    /** Whether these are the alerts that the routes and inhibitions were written for. */
    const areMeant = routings.some(({ routes, inhibitions }) =>
      [...routes.flatMap(({ matchers }) => matchers), ...inhibitions].some((matcher) =>
        isNamed(matcher, names),
      ),
    );
    /** A matcher for the name of an alert, where no rule that was read has it. */
    const unnamed = (about: Subject, matcher: RouteMatcher, effect: string): Reported | undefined => {
      const { label, operator, value, path, write } = matcher;
      if (label !== 'alertname' || operator.startsWith('!') || isPlaceholder(value) || value === '')
        return undefined;
      if (operator === '=~' && re2Error(value) !== undefined) return undefined;
      if (anyMatches(matcher, names) || (extent === 'some' && !areMeant)) return undefined;
      if (extent === 'some' && OF_CHART.test(value)) return undefined;
      // matcher-without-regex reports a pattern that is compared as it is.
      if (operator === '=' && /[*|]/.test(value)) return undefined;
      const meant = operator === '=' ? nearest(value, names) : undefined;
      return {
        ...about,
        path,
        severity: extent === 'all' ? 'warning' : 'info',
        message: `no alert that was read has ${showMatcher(matcher)}, so this ${effect}${extent === 'all' ? '' : ', unless rules that were not read define it'}`,
        found: value,
        expected: 'the name of an alert',
        fix:
          meant === undefined ? `add the rule of the alert, or remove what matches its name` : write(meant),
      };
    };
    return [
      routings.map(({ about, routes, inhibitions }) => [
        routes.map(({ matchers }) =>
          matchers.map(
            (matcher) =>
              unmatched(about, matcher, cluster !== undefined) ??
              (extent === 'all' ? unnamed(about, matcher, 'takes no alert') : undefined),
          ),
        ),
        inhibitions.map(
          (matcher) => unmatched(about, matcher, false) ?? unnamed(about, matcher, 'mutes nothing'),
        ),
      ]),
      alerts.map((rule) => misspeltLabel(rule, matched)),
    ];
  },
});

/** Undefined stands for any value. */
function anyMatches(matcher: RouteMatcher, values: readonly (string | undefined)[]): boolean {
  const matches = matching(matcher);
  return values.some((value) => value === undefined || matches(value));
}

/** What a value names without being a label: an alert, its group or its resource, in any spelling. */
function alertsNamed(value: string, alerts: readonly ParsedRule[]): readonly string[] {
  const wanted = plainName(value);
  if (wanted.length < SHORTEST) return [];
  const namesOf = ({ name, group, object }: ParsedRule) => [name, group, object.name].map(plainName);
  const named = alerts.filter((rule) => namesOf(rule).includes(wanted)).map(({ name }) => name);
  return [...new Set(named)];
}

const SHORTEST = 4;

/** `PodRestartsAlert`, `pod-restarts` and `pod_restarts.rules` are one name. */
const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/(?:alerts?|alerting|rules?)$/, '');

/** Labels that routes and inhibitions match; of a severity, every set of rules has one. */
const matchedLabels = (routings: readonly AlertRouting[]): ReadonlySet<string> =>
  new Set([
    'severity',
    ...routings.flatMap(({ routes, inhibitions }) =>
      [...routes.flatMap(({ matchers }) => matchers), ...inhibitions].map(({ label }) => label),
    ),
  ]);

/** A label that is one letter away from one that routes match, which the alert lacks. */
function misspeltLabel(rule: ParsedRule, matched: ReadonlySet<string>): Found {
  return Object.entries(rule.labels).map(([label, value]) => {
    if (matched.has(label)) return undefined;
    const meant = [...matched].find(
      (known) =>
        known.length > SHORTEST && isOneLetterOff(label, known) && !Object.hasOwn(rule.labels, known),
    );
    return meant === undefined
      ? undefined
      : {
          object: rule.object,
          path: `${rule.path}.labels.${label}`,
          message: `alert ${rule.name}: the label ${label} is one letter away from ${meant}, so routes for ${meant} do not match it`,
          found: value,
          expected: meant,
          fix: `${meant}: ${JSON.stringify(value)} instead of ${label}`,
        };
  });
}

/** What alertname is mistaken for. Series have such a label, but not with the name of an alert. */
const MISTAKEN = /^(alert(_name|Name)?|rule(_?name|Name)?|title)$/;

/** Alerts of kube-prometheus-stack, whose rules the chart writes. */
const OF_CHART =
  /^(Alertmanager|ConfigReloader|CPUThrottling|etcd|InfoInhibitor|Kube|Node|Prometheus|TargetDown|Watchdog)/;

const isNamed = (matcher: RouteMatcher, names: readonly string[]): boolean =>
  matcher.label === 'alertname' &&
  !matcher.operator.startsWith('!') &&
  !(matcher.operator === '=~' && re2Error(matcher.value) !== undefined) &&
  // Every configuration of the chart has these.
  anyMatches(
    matcher,
    names.filter((name) => !OF_CHART.test(name)),
  );

/** Whether all rules were read, or those of a folder without a configuration, or some of those that an operator selects. */
function extentOf({
  manifests,
  prometheus: { object },
  cluster,
}: Pick<Facts, 'manifests' | 'prometheus'> & Pick<Partial<Facts>, 'cluster'>): 'all' | 'folder' | 'some' {
  if (cluster !== undefined) return 'all';
  if (object?.plain === undefined) return 'some';
  return object.plain === true && unreadRules(manifests.objects).length === 0 ? 'all' : 'folder';
}

/** Labels that Prometheus adds; the operator adds two with the name of the Prometheus. */
const externalLabels = ({ others = [], ...settings }: PrometheusSettings): readonly string[] => [
  'prometheus',
  'prometheus_replica',
  ...[settings, ...others].flatMap((one) => Object.keys(one.externalLabels)),
];

const isEmpty = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0);

/** Whether a Prometheus changes the labels of alerts before it sends them. */
function relabelsAlerts({ manifests, prometheus }: Pick<Facts, 'manifests' | 'prometheus'>): boolean {
  const specs = [
    aboutValues(prometheus)?.prometheusSpec ?? {},
    ...manifests.operator('Prometheus').map(({ fields }) => mapOf(fields['spec'])),
  ];
  return specs.some(
    ({ additionalAlertRelabelConfigs, alerting }) =>
      // Of a prometheus.yml, a list that may be empty; of a resource, the key of a Secret.
      !isEmpty(additionalAlertRelabelConfigs) ||
      listOf(mapOf(alerting)['alertmanagers']).some((one) => mapOf(one)['alertRelabelings'] !== undefined),
  );
}
