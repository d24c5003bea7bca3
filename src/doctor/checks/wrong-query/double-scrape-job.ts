import { shell } from '../../../findings/shell';
import type { Manifests } from '../../../kubernetes/manifests';
import { nameOf, textOf, type Fields } from '../../../kubernetes/object';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import { jobRules, podDiscoveries } from '../../../operator/additional-job';
import { discoveredLabels } from '../../../operator/discovery';
import { regexesOf } from '../../../operator/prometheus-spec';
import { relabelProblems } from '../../../operator/relabel-problems';
import { selectionBy } from '../../../operator/selection';
import { sanitizedLabel } from '../../../operator/selector-relabelings';
import type { ScrapeLink, ScrapePath } from '../../../operator/scrape-path';
import type { PrometheusSettings } from '../../../operator/settings';
import { scrapedTarget, type LabelRules } from '../../../operator/target';
import { additionalJobs } from '../shared/additional-jobs';
import { about, targetsOf } from '../shared/endpoint';
import { pageOf, pageOfEndpoint } from '../shared/page';
import { defineCheck, type Reported } from '../../check';
import { modelTargetLabels } from '../../model-target-labels';

// Certain: the relabeling of the job and that of the monitor are executed for the same pod, and one Prometheus has both.
export const check = defineCheck({
  id: 'double-scrape-job',
  severity: 'error',
  question: 'Does no job of additionalScrapeConfigs scrape the pods of a monitor again?',
  symptom: 'Sums and rates are doubled: each series exists with two values of job.',
  why: 'A job that discovers pods by annotations such as prometheus.io/scrape also finds those that a ServiceMonitor or PodMonitor selects. Prometheus scrapes them twice.',
  remedy: 'Remove the annotations from pods that have a monitor, or delete the monitor.',
  see: 'https://prometheus-operator.dev/docs/operator/additional-scrape-config/',
  needs: ['paths', 'prometheus', 'targetLabels', 'manifests'],
  find: ({ paths, prometheus, targetLabels, manifests }) =>
    [prometheus, ...(prometheus.others ?? [])].flatMap((settings) => {
      const ways = additionalJobs(settings, manifests).flatMap((job) => waysOf(job, settings, manifests));
      if (ways.length === 0) return [];
      const labels = settings === prometheus ? targetLabels : modelTargetLabels(settings);
      return paths.flatMap((path): readonly Reported[] => {
        if (selectionBy(path.monitor, path.monitor.kind, settings, manifests).selected !== 'yes') return [];
        for (const [link, target] of targetsOf(path)) {
          const { request } = labels.of(path, link, target);
          const page = request && pageOfEndpoint(path.endpoint, request);
          const way = ways.find((one) => one.pod === target.pod && one.page === page);
          if (way !== undefined) return [finding(path, way)];
        }
        return [];
      });
    }),
});

/** A page of a pod that a job scrapes. */
interface Way {
  readonly job: string;
  readonly pod: PodTemplate;
  readonly link: ScrapeLink;
  readonly page: string;
  readonly rules: LabelRules;
}

function waysOf(job: Fields, settings: PrometheusSettings, manifests: Manifests): readonly Way[] {
  const rules = jobRules(job);
  const regexes = regexesOf(settings);
  if (rules.relabelings.some((step) => relabelProblems(step, regexes).length > 0)) return [];
  return podDiscoveries(job, manifests).flatMap(({ role, links }) =>
    links.flatMap((link) =>
      link.targets.flatMap((target): readonly Way[] => {
        const outcome = scrapedTarget(rules, discoveredLabels(link, target, role, 0), regexes);
        if (outcome.kind !== 'kept') return [];
        const page = pageOf(outcome.request, job['params'], rules.metricRelabelings);
        return [{ job: textOf(job['job_name']) ?? '', pod: target.pod, link, page, rules }];
      }),
    ),
  );
}

function finding(path: ScrapePath, { job, pod, link, rules }: Way): Reported {
  const { kind, name, namespace } = path.monitor;
  const deletion = shell`kubectl delete ${kind.toLowerCase()} ${name} --namespace ${namespace}`;
  const annotated = [
    ['pod', pod.owner, pod.annotations] as const,
    ...(link.service === undefined ? [] : [['service', link.service, link.service.annotations] as const]),
  ].flatMap(([of, owner, annotations]) =>
    Object.keys(annotations)
      .filter((key) => isKept(rules, `__meta_kubernetes_${of}_annotation_${sanitizedLabel(key)}`))
      .map((key) => `in ${nameOf(owner)}: remove annotation ${key}${of === 'pod' ? ' of the pods' : ''}`),
  );
  return {
    ...about(path, 'port'),
    message: `the job ${job} of additionalScrapeConfigs scrapes this port and path of the pods of ${nameOf(pod.owner)} too`,
    found: path.endpoint.port ?? path.endpoint.targetPort,
    expected: 'one job for each metrics page of a pod',
    fix:
      annotated[0] === undefined
        ? `exclude these pods from the job ${job}; or ${deletion}`
        : `${annotated[0]}; or ${deletion}`,
  };
}

const isKept = ({ relabelings }: LabelRules, label: string): boolean =>
  relabelings.some(({ action, sourceLabels = [] }) => action === 'keep' && sourceLabels.includes(label));
