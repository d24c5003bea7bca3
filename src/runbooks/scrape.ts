import type { Countable, Gauge } from '../metrics/metric';
import { platformMetrics } from '../metrics/platform';
import { probeMetrics } from '../metrics/probe';
import {
  count,
  countBy,
  div,
  eq,
  eventCounter,
  matching,
  maxBy,
  maxOverTime,
  rate,
  select,
  sub,
  sumBy,
  time,
  topk,
  type InstantVector,
} from '../promql/build';
import { seriesOf } from '../promql/vector';
import { upOf } from '../rules/presence';
import { processLabel, scopeLabels, scopeValues, targetsOf } from '../rules/scope';
import type { FirstQueries, FirstQuery, ShownService } from './first-query';
import { askedMetrics } from './metrics';
import { available, ofDeployment, waitingReasons } from './workload';

const targets: FirstQuery['query'] = (service) => upOf(service);

const scrapeDuration: FirstQuery['query'] = (service) =>
  maxOverTime(select(askedMetrics.scrapeDuration, targetsOf(service)), '1h');

/** Selectors that are made of matchers alone cannot be built from a metric. */
function everySeriesOf(service: ShownService): InstantVector<'__name__'> {
  const matchers = Object.entries(scopeValues(service)).map(
    ([label, value]) => ({ label, operator: '=', value }) as const,
  );
  return seriesOf({ node: 'selector', matchers }, 'gauge', ['__name__']);
}

/** Alerts on the scrape itself. */
export const scrapeQueries: FirstQueries = {
  Down: [
    {
      ask:
        'How many pods are available in Kubernetes? Above 0, the pods pass their probes: check the path from Prometheus to ' +
        'them. At 0, the service itself is down.',
      needs: 'replicas',
      query: available,
    },
    {
      ask: 'Which targets fail, and since when (graph it over 6 hours; a common start points to a rollout or a policy)?',
      query: targets,
    },
    {
      ask: 'Why do containers wait?',
      query: waitingReasons,
    },
  ],
  TargetsFailing: [
    {
      ask: 'Which targets fail, and since when (graph it over 6 hours; a common start points to a rollout or a policy)?',
      query: targets,
    },
    {
      ask: 'How many pods does Kubernetes call available? All of them: they hang, or Prometheus cannot reach them.',
      needs: 'replicas',
      query: available,
    },
    {
      ask: 'Does the scrape take longer than its timeout (at most 10 seconds)?',
      query: scrapeDuration,
    },
  ],
  TargetDown: [
    { ask: 'Which targets fail, and which do not?', query: targets },
    {
      ask: 'Is the pod ready, so that it gets requests?',
      query: ({ name, namespace }) =>
        select(platformMetrics.podReady, { namespace, pod: matching(`${name}-.*`), condition: 'true' }),
    },
    {
      ask: 'Does the scrape take longer than its timeout (at most 10 seconds)?',
      query: scrapeDuration,
    },
  ],
  TargetMissing: [
    {
      ask: 'Does the Deployment have pods? If this is empty too, kube-state-metrics is missing or the Deployment was deleted.',
      needs: 'deployment',
      query: (service) => select(askedMetrics.deploymentReplicas, ofDeployment(service)),
    },
    {
      ask: 'When did the last target exist (graph it over a day)?',
      query: (service) => countBy(scopeLabels(service), upOf(service)),
    },
    {
      ask: 'Has the whole namespace lost its targets, or this service alone?',
      query: ({ namespace }) => countBy(['job'], select(platformMetrics.up, { namespace })),
    },
  ],
  ProbesFailing: [
    {
      ask: 'Which addresses fail, and since when (graph it over 6 hours)? All at once: a common cause, such as DNS, TLS or the ingress.',
      query: (service) => select<Gauge>(probeMetrics.success, targetsOf(service)),
    },
    {
      ask: 'What do they answer? 0: there is no answer, so look at DNS, TLS and the network.',
      query: (service) => select<Gauge>(askedMetrics.probeStatus, targetsOf(service)),
    },
    {
      ask: 'In how many days does the certificate expire? Below 0 it has.',
      query: (service) =>
        div(sub(select<Gauge>(askedMetrics.probeCertificateEnd, targetsOf(service)), time()), 86_400),
    },
  ],
  ProbeFailing: [
    {
      ask: 'Which address fails, and since when (graph it over 6 hours)?',
      query: (service) => select<Gauge>(probeMetrics.success, targetsOf(service)),
    },
    {
      ask: 'How long do probes take? Close to the timeout, it is slow rather than down.',
      query: (service) => maxOverTime(select<Gauge>(probeMetrics.duration, targetsOf(service)), '1h'),
    },
  ],
  ProberUnreachable: [
    {
      ask: 'Since when does the exporter not answer (graph it over 6 hours)?',
      query: targets,
    },
    {
      ask: 'Are other services affected, which it probes too?',
      query: ({ namespace }) => countBy(['job'], eq(select(platformMetrics.up, { namespace }), 0)),
    },
  ],
  SeriesMissing: [
    {
      ask: 'Since when, and all at once (graph it over a day)? A cliff is a failure, a slope is processes that end.',
      needs: 'signals',
      query: (service) =>
        countBy(scopeLabels(service), eventCounter<Countable>(service.signals.requests, targetsOf(service))),
    },
    {
      ask: 'Does Prometheus receive anything, by status code? No result: nothing is pushed, whatever the service does.',
      query: () =>
        sumBy(
          ['handler', 'code'],
          rate(
            select(askedMetrics.httpRequests, { handler: matching('/api/v1/(write|otlp/v1/metrics)') }),
            '5m',
          ),
        ),
    },
    {
      ask: 'Does Kubernetes have pods of the service, if it runs there?',
      needs: 'deployment',
      query: (service) => select(askedMetrics.deploymentReplicas, ofDeployment(service)),
    },
  ],
  SeriesBudgetExceeded: [
    {
      ask: 'How fast does it grow? Extend the line to see when it reaches the limit.',
      query: (service) =>
        maxBy<string, string>(
          [processLabel(service)],
          select(platformMetrics.scrapeSamples, targetsOf(service)),
        ),
    },
    {
      ask: 'Which metric has grown?',
      query: (service) => topk(10, countBy(['__name__'], everySeriesOf(service))),
    },
    {
      ask: 'Which label has grown? Replace this label with each label of that metric.',
      needs: 'signals',
      query: (service) => {
        const { requests, by } = service.signals;
        return count(countBy(by.slice(0, 1), eventCounter<Countable>(requests, targetsOf(service))));
      },
    },
  ],
};
