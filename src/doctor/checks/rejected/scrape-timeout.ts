import { nameOf, textOf } from '../../../kubernetes/object';
import type { PrometheusSettings } from '../../../operator/settings';
import { prometheusSpec } from '../../../operator/prometheus-spec';
import { duration, tryMilliseconds } from '../../../promql/window';
import { defineCheck, type Reported } from '../../check';
import { aboutPrometheus, specField } from '../shared/about-prometheus';
import { scrapesIn, type Scrape } from './lib/scrapes';

/**
 * An error where both times are in the object, or where those of Prometheus were read; a warning where its interval is
 * only the chart's default.
 */
export const check = defineCheck({
  id: 'scrape-timeout',
  severity: 'error',
  question: 'Is every scrape over before the next one is due?',
  symptom:
    'The monitor is in the cluster and selected, but it has no job; its events say InvalidConfiguration.',
  why: 'The operator refuses a monitor whose scrapeTimeout is longer than its interval. Where the monitor has no interval, that of Prometheus counts (30s by default). Prometheus itself refuses to start with such a pair of its own.',
  remedy: 'Shorten scrapeTimeout, or lengthen the interval of the same endpoint.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/7254',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => [
    ...scrapesIn(manifests).flatMap((scrape) => ofScrape(scrape, prometheus)),
    ...[prometheus, ...(prometheus.others ?? [])].flatMap(ofPrometheus),
  ],
});

function ofScrape(
  { object, field, fields, interval }: Scrape,
  prometheus: PrometheusSettings,
): readonly Reported[] {
  const timeout = secondsOf(fields['scrapeTimeout']);
  const own = secondsOf(fields[interval]);
  // Of several Prometheus, the most patient one: then none takes it.
  const limit =
    own || Math.max(...[prometheus, ...(prometheus.others ?? [])].map((one) => one.scrapeInterval));
  if (timeout === undefined || timeout <= limit) return [];
  return [
    {
      resource: nameOf(object),
      object,
      path: `${field}.scrapeTimeout`,
      message: `is longer than the interval of ${duration(limit)}${own ? '' : ', which Prometheus has for monitors without one'}`,
      found: fields['scrapeTimeout'],
      expected: `at most ${duration(limit)}`,
      fix: `scrapeTimeout: ${duration(limit)}`,
      ...(own || prometheus.origin !== 'chart defaults' ? {} : { severity: 'warning' }),
    },
  ];
}

function ofPrometheus(prometheus: PrometheusSettings): readonly Reported[] {
  const { scrapeInterval } = prometheus;
  const { scrapeTimeout } = prometheusSpec(prometheus);
  const timeout = secondsOf(scrapeTimeout);
  if (timeout === undefined || timeout <= scrapeInterval) return [];
  return [
    {
      ...aboutPrometheus(prometheus),
      path: specField(prometheus, 'scrapeTimeout'),
      message: `is longer than the scrapeInterval of ${duration(scrapeInterval)}, so Prometheus refuses its whole configuration`,
      found: scrapeTimeout,
      expected: `at most ${duration(scrapeInterval)}`,
      fix: `scrapeTimeout: ${duration(scrapeInterval)}`,
    },
  ];
}

function secondsOf(value: unknown): number | undefined {
  const length = tryMilliseconds(textOf(value) ?? '');
  return length === undefined ? undefined : length / 1000;
}
