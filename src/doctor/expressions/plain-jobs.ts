import type { Manifests } from '../../kubernetes/manifests';
import { listOf, mapOf, textOf, type Fields } from '../../kubernetes/object';
import type { PrometheusSettings } from '../../operator/settings';
import { loadsRules } from '../sources/plain-files';

/** The jobs of a prometheus.yml. */
export interface PlainJobs {
  readonly file: string;
  readonly names: readonly string[];
}

/** Undefined where series may have other jobs, or rule files were read that another Prometheus evaluates. */
export function plainJobs({ object }: PrometheusSettings, manifests: Manifests): PlainJobs | undefined {
  if (object?.plain !== true) return undefined;
  const { scrapeConfigs, isOpen } = object.fields;
  const rules = manifests.operator('PrometheusRule');
  if (isOpen === true || !rules.every(({ name }) => loadsRules(object, name))) return undefined;
  const jobs = listOf(scrapeConfigs).map((item) => jobsOf(mapOf(item)));
  return jobs.length === 0 || jobs.includes(undefined)
    ? undefined
    : { file: object.name, names: [...new Set(jobs.flatMap((names) => names!))].toSorted() };
}

/** The values of `job` that targets of a scrape configuration can have; undefined if any. */
export function jobsOf(config: Fields): readonly string[] | undefined {
  const { job_name: job, honor_labels: isHonoured } = config;
  const given = listOf(config['static_configs']).flatMap(
    (item) => textOf(mapOf(mapOf(item)['labels'])['job']) ?? [],
  );
  const steps = ['relabel_configs', 'metric_relabel_configs'].flatMap((key) =>
    listOf(config[key]).map((item) => mapOf(item)),
  );
  const written = steps
    .filter(({ target_label: label }) => label === 'job')
    .map(({ replacement }) => textOf(replacement) ?? '$1');
  const names = [textOf(job) ?? '$', ...given, ...written];
  const isOpen =
    isHonoured === true ||
    // Files and servers may name the job of a target.
    ['file_sd_configs', 'http_sd_configs'].some((key) => key in config) ||
    steps.some(
      ({ action, target_label: label }) =>
        /^labelmap$/i.test(textOf(action) ?? '') || (textOf(label) ?? '').includes('$'),
    ) ||
    names.some((name) => /\$|\{\{/.test(name));
  return isOpen ? undefined : names;
}
