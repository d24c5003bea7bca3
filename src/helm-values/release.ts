import type { Environment } from '../catalog/environment';

/** The chart, pinned: the values, names and selectors in this folder are those of this version. */
export const CHART = {
  name: 'kube-prometheus-stack',
  version: '88.5.3',
  repository: 'https://prometheus-community.github.io/helm-charts',
} as const;

/** What the chart and its operator name after the release. */
export interface StackNames {
  /** Prefix of the chart's objects. */
  readonly fullname: string;
  /** The Prometheus resource, and the Service in front of its pods (port 9090). */
  readonly prometheus: string;
  /** The Alertmanager resource, and the Service in front of its pods (port 9093). */
  readonly alertmanager: string;
  /** The operator's Deployment. */
  readonly operator: string;
  /** Grafana's Deployment and Service (port 80). */
  readonly grafana: string;
  /** On every Prometheus pod, whatever its shard. For network policies. */
  readonly prometheusPodLabels: Readonly<Record<string, string>>;
}

/** Longest prefix that the chart uses, so that the names made from it stay legal. */
const FULLNAME_LIMIT = 26;

/** @see https://github.com/prometheus-community/helm-charts/blob/kube-prometheus-stack-88.5.3/charts/kube-prometheus-stack/templates/_helpers.tpl */
export function stackNames(release: string): StackNames {
  const fullname = fullnameOf(release);
  const prometheus = `${fullname}-prometheus`;
  return {
    fullname,
    prometheus,
    alertmanager: `${fullname}-alertmanager`,
    operator: `${fullname}-operator`,
    grafana: release.includes('grafana') ? release : `${release}-grafana`,
    prometheusPodLabels: {
      'app.kubernetes.io/name': 'prometheus',
      'operator.prometheus.io/name': prometheus,
    },
  };
}

function fullnameOf(release: string): string {
  const name = release.includes(CHART.name) ? release : `${release}-${CHART.name}`;
  return name.slice(0, FULLNAME_LIMIT).replace(/-$/, '');
}

/** The label that the chart sets on its objects and selects by. */
export function releaseLabels(release: string): { readonly release: string } {
  return { release };
}

/**
 * The command that installs or upgrades the stack.
 * @param valuesPath of the values file, relative to the folder in which the command runs
 */
export function helmCommand(
  { release, namespaces }: Pick<Environment, 'release' | 'namespaces'>,
  valuesPath: string,
): string {
  return [
    `helm upgrade --install ${release} ${CHART.name}`,
    `--repo ${CHART.repository}`,
    `--version ${CHART.version}`,
    `--namespace ${namespaces.monitoring} --create-namespace`,
    `--values ${shellWord(valuesPath)}`,
  ].join(' \\\n  ');
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
