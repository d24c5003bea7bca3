import { textOf, type KubernetesObject } from '../../../kubernetes/object';
import type { PrometheusSettings } from '../../../operator/settings';
import { prometheusSpec } from '../../../operator/prometheus-spec';
import { duration, tryMilliseconds } from '../../../promql/window';
import { defineCheck, type Found } from '../../check';
import { aboutPrometheus, specField } from '../shared/about-prometheus';
import { scrapesIn, type Scrape } from '../shared/scrapes';
import { timedIn } from './lib/timed-parts';

/**
 * An error if both durations are in the object, or the settings of Prometheus were read. A warning if the interval is
 * only the chart's default.
 */
export const check = defineCheck({
  id: 'scrape-timeout',
  severity: 'error',
  question: 'Is every scrape timeout within the scrape interval?',
  symptom:
    'The monitor is applied and selected but has no scrape job; its events report InvalidConfiguration.',
  why: 'The operator rejects a monitor whose scrapeTimeout exceeds its interval. A monitor without an interval uses the scrapeInterval of Prometheus (30s by default). Prometheus itself does not start if its own scrapeTimeout exceeds its scrapeInterval.',
  remedy: 'Shorten scrapeTimeout, or lengthen the interval of the same endpoint.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/7254',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => [
    ...scrapesIn(manifests).flatMap((scrape) => ofScrape(scrape, prometheus)),
    ...[prometheus, ...(prometheus.others ?? [])].flatMap(ofPrometheus),
    ...manifests.operator('Prometheus').flatMap(ofFile),
  ],
});

function ofScrape({ object, path, fields, interval }: Scrape, prometheus: PrometheusSettings): Found {
  const timeout = secondsOf(fields['scrapeTimeout']);
  const own = secondsOf(fields[interval]);
  // Of several Prometheus, the one with the longest interval: if that one rejects it, all do.
  const limit =
    own || Math.max(...[prometheus, ...(prometheus.others ?? [])].map((one) => one.scrapeInterval));
  if (timeout === undefined || timeout <= limit) return undefined;
  return {
    object,
    path: `${path}.scrapeTimeout`,
    message: `scrapeTimeout exceeds the interval of ${duration(limit)}${own ? '' : ', the default of Prometheus'}`,
    found: fields['scrapeTimeout'],
    expected: `at most ${duration(limit)}`,
    fix: `scrapeTimeout: ${duration(limit)}`,
    ...(own || prometheus.origin !== 'chart defaults' ? {} : { severity: 'warning' }),
  };
}

function ofPrometheus(prometheus: PrometheusSettings): Found {
  const { scrapeInterval } = prometheus;
  const { scrapeTimeout } = prometheusSpec(prometheus);
  const timeout = secondsOf(scrapeTimeout);
  if (timeout === undefined || timeout <= scrapeInterval) return undefined;
  return {
    ...aboutPrometheus(prometheus),
    path: specField(prometheus, 'scrapeTimeout'),
    message: `scrapeTimeout exceeds the scrapeInterval of ${duration(scrapeInterval)}, so Prometheus rejects its whole configuration`,
    found: scrapeTimeout,
    expected: `at most ${duration(scrapeInterval)}`,
    fix: `scrapeTimeout: ${duration(scrapeInterval)}`,
  };
}

/** Without a timeout of its own, a job has that of all jobs, or its interval if that is shorter. */
function ofFile(prometheus: KubernetesObject): Found {
  const parts = timedIn(prometheus);
  const usual = secondsOf(parts[0]?.fields['scrape_interval']) || DEFAULT_INTERVAL;
  return parts.map(({ object, path, fields }) => {
    const { scrape_timeout: given, scrape_interval: interval } = fields;
    const timeout = secondsOf(given);
    const own = secondsOf(interval);
    const limit = own || usual;
    if (timeout === undefined || timeout <= limit) return undefined;
    return {
      object,
      path: `${path}.scrape_timeout`,
      message: `scrape_timeout exceeds the scrape_interval of ${duration(limit)}${own ? '' : ', the default'}, so Prometheus rejects its whole configuration`,
      found: given,
      expected: `at most ${duration(limit)}`,
      fix: `scrape_timeout: ${duration(limit)}`,
    };
  });
}

/** Seconds. https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file */
const DEFAULT_INTERVAL = 60;

function secondsOf(value: unknown): number | undefined {
  const length = tryMilliseconds(textOf(value) ?? '');
  return length === undefined ? undefined : length / 1000;
}
