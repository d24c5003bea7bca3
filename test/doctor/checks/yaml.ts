/** API versions of the kinds in tests. */
const VERSIONS: Readonly<Record<string, string>> = {
  ServiceMonitor: 'monitoring.coreos.com/v1',
  PodMonitor: 'monitoring.coreos.com/v1',
  Probe: 'monitoring.coreos.com/v1',
  ScrapeConfig: 'monitoring.coreos.com/v1alpha1',
  PrometheusRule: 'monitoring.coreos.com/v1',
  Prometheus: 'monitoring.coreos.com/v1',
  PrometheusAgent: 'monitoring.coreos.com/v1alpha1',
  ThanosRuler: 'monitoring.coreos.com/v1',
  Alertmanager: 'monitoring.coreos.com/v1',
  AlertmanagerConfig: 'monitoring.coreos.com/v1alpha1',
  Deployment: 'apps/v1',
};

/**
 * One document: an object of a kind, by default `monitoring/x`.
 * @param metadata further lines of it, or other ones, as flow YAML, e.g. `labels: { release: prometheus }`
 * @param rest the rest of the object, e.g. `spec: { endpoints: [{ port: http }] }`
 */
export function yaml(kind: string, metadata: string, rest = ''): string {
  const own = (key: string, value: string) =>
    new RegExp(`(^|, )${key}:`).test(metadata) ? '' : `${key}: ${value}, `;
  return [
    '---',
    `apiVersion: ${VERSIONS[kind] ?? 'v1'}`,
    `kind: ${kind}`,
    `metadata: { ${own('name', 'x')}${own('namespace', 'monitoring')}${metadata} }`,
    rest,
    '',
  ].join('\n');
}

/** Helm values for the doctor. */
export const values = (given: unknown, release?: string) => ({
  values: { values: given, name: 'values.yml', ...(release === undefined ? {} : { release }) },
});
