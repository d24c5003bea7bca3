import { listOf, mapOf, textOf, textsOf, type Fields } from '../kubernetes/object';
import { relabelingsOf, type Relabeling } from '../kubernetes/relabeling';
import type { Manifests } from '../kubernetes/manifests';
import { paramsOf } from './label-rules';
import { allLinks, type ScrapeLink } from './scrape-path';
import type { LabelRules } from './target';

/** One discovery of pods of a job in `additionalScrapeConfigs`. */
export interface PodDiscovery {
  readonly role: 'pod' | 'endpoints' | 'endpointslice';
  readonly links: readonly ScrapeLink[];
}

const ROLES = ['pod', 'endpoints', 'endpointslice'] as const;

/** What a job of prometheus.yml discovers; roles without pods are left out. */
export const podDiscoveries = (job: Fields, manifests: Manifests): readonly PodDiscovery[] =>
  listOf(job['kubernetes_sd_configs']).flatMap((item) => {
    const { role, namespaces, selectors } = mapOf(item);
    const known = ROLES.find((one) => one === role);
    // Selectors of the discovery drop targets before relabeling; own_namespace is that of Prometheus.
    if (known === undefined || selectors !== undefined || mapOf(namespaces)['own_namespace'] === true)
      return [];
    const names = textsOf(mapOf(namespaces)['names']);
    return [{ role: known, links: allLinks(known, manifests, names.length === 0 ? 'any' : names) }];
  });

/** The parts of a job of prometheus.yml that decide its requests and labels. */
export const jobRules = (job: Fields): LabelRules => ({
  jobName: textOf(job['job_name']) ?? '',
  path: textOf(job['metrics_path']) ?? '/metrics',
  scheme: textOf(job['scheme']) ?? 'http',
  params: paramsOf(job['params']),
  honorLabels: job['honor_labels'] === true,
  relabelings: stepsOf(job['relabel_configs']),
  metricRelabelings: stepsOf(job['metric_relabel_configs']),
});

/** Steps of prometheus.yml have the fields of the operator in snake_case. */
export const stepsOf = (value: unknown): readonly Relabeling[] =>
  relabelingsOf(
    listOf(value).map((item) => {
      const { source_labels: sourceLabels, target_label: targetLabel, regex, ...rest } = mapOf(item);
      return {
        ...rest,
        ...(sourceLabels === undefined ? {} : { sourceLabels }),
        ...(targetLabel === undefined ? {} : { targetLabel }),
        // YAML reads an unquoted true as a boolean, Prometheus as text.
        ...(regex === undefined ? {} : { regex: textOf(regex) ?? JSON.stringify(regex) }),
      };
    }),
  );
