import { SELECTED_KINDS } from '../helm-values/selectors';
import { isSynthesized } from '../doctor/catalog-contracts';
import { InvalidInput } from '../findings/invalid-input';
import { manifestsOf, OPERATOR_GROUP } from '../kubernetes/manifests';
import { nameOf, type KubernetesObject } from '../kubernetes/object';
import type { PodTemplate } from '../kubernetes/pod-template';
import { podIdentity, type PodIdentity } from '../operator/pod-identity';
import { prometheusSettings, type GivenValues } from '../operator/prometheus-settings';
import { scrapePaths, type ScrapePath } from '../operator/scrape-path';
import { selection } from '../operator/selection';
import type { PrometheusSettings } from '../operator/settings';
import { SERVICE } from './stand-ins';

/** The pods, monitors and rules to run, derived from manifests only. */
export interface Plan {
  readonly objects: readonly KubernetesObject[];
  readonly settings: PrometheusSettings;
  /** Endpoints of the monitors that Prometheus selects. */
  readonly paths: readonly ScrapePath[];
  /** PrometheusRules that it selects, without those of services of a stack that the run does not scrape. */
  readonly rules: readonly KubernetesObject[];
  readonly pods: readonly PlannedPod[];
  /** Skipped objects with the reason, one sentence each. */
  readonly notes: readonly string[];
}

/** One replica of a workload. */
export interface PlannedPod {
  readonly template: PodTemplate;
  /** From 0. */
  readonly replica: number;
  readonly identity: PodIdentity;
}

/**
 * Follows manifests to what a cluster would run.
 * @throws InvalidInput when nothing would be scraped
 */
export function planOf(objects: readonly KubernetesObject[], values: GivenValues | undefined): Plan {
  const manifests = manifestsOf(objects);
  const settings = prometheusSettings(manifests, values);
  const notes: string[] = [];
  const isSelected = (object: KubernetesObject, kind: (typeof SELECTED_KINDS)[number]) => {
    const answer = selection(object, kind, settings, manifests);
    if (answer.selected === 'no')
      notes.push(
        `${nameOf(object)} is not selected by ${settings.name}: run "signalproof doctor" for the reason.`,
      );
    return answer.selected !== 'no';
  };
  const monitors = new Set(manifests.monitors.filter((monitor) => isSelected(monitor, monitor.kind)));
  const paths = scrapePaths(manifests).filter(({ monitor }) => monitors.has(monitor));
  const rules = manifests
    .kind('PrometheusRule')
    .filter(({ apiVersion }) => apiVersion.startsWith(`${OPERATOR_GROUP}/`))
    .filter((object) => isSelected(object, 'PrometheusRule'));
  const monitored = new Set(manifests.monitors.map(({ name }) => name));
  for (const kind of ['Probe', 'ScrapeConfig', 'AlertmanagerConfig'])
    for (const object of manifests.kind(kind).filter(({ name }) => !monitored.has(name)))
      notes.push(`${nameOf(object)} is skipped: local does not run ${kind} objects.`);
  const loaded = rulesOfRun(rules, paths, notes);
  if (settings.assumption !== undefined) notes.push(`Assumed: ${settings.assumption}.`);
  const templates = new Set(
    paths.flatMap(({ links }) => links.flatMap(({ targets }) => targets.map(({ pod }) => pod))),
  );
  const pods = [...templates].flatMap((template) =>
    Array.from({ length: template.replicas ?? 1 }, (_, replica) => ({
      template,
      replica,
      identity: podIdentity(template, replica),
    })),
  );
  if (pods.length === 0) throw nothingToScrape(paths);
  return { objects, settings, paths, rules: loaded, pods, notes };
}

/** The alerts of a service that is not here would all fire. */
function rulesOfRun(
  rules: readonly KubernetesObject[],
  paths: readonly ScrapePath[],
  notes: string[],
): readonly KubernetesObject[] {
  const scraped = new Set(
    paths
      .filter(({ links }) => links.some(({ targets }) => targets.length > 0))
      .map(({ monitor }) => monitor.labels[SERVICE]),
  );
  const left = (rule: KubernetesObject) =>
    isSynthesized(rule) && SERVICE in rule.labels && !scraped.has(rule.labels[SERVICE]);
  const monitored = new Set(paths.map(({ monitor }) => monitor.name));
  for (const name of new Set(rules.filter(left).map(({ labels }) => labels[SERVICE]!)))
    notes.push(
      `Rules of ${name} are not loaded, because the run does not scrape it${monitored.has(name) ? `: give --target ${name}=http://127.0.0.1:8000 to include it` : ''}.`,
    );
  return rules.filter((rule) => !left(rule));
}

const nothingToScrape = (paths: readonly ScrapePath[]): InvalidInput =>
  new InvalidInput({
    resource: 'local',
    path: 'manifests',
    message: 'no selected monitor reaches a pod',
    found: paths.map(({ monitor }) => nameOf(monitor)).join(', ') || undefined,
    fix:
      paths.length === 0
        ? 'run "signalproof doctor" on the same folder, and fix its findings'
        : `give --target ${paths[0]!.monitor.name}=http://127.0.0.1:8000 for a service that already runs; otherwise run "signalproof doctor" on the same folder, and fix its findings`,
  });
