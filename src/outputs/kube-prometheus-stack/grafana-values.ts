import type { Environment } from '../../catalog/environment';
import { seconds } from '../../promql/window';
import type { Values } from '../../helm-values/values-schema';

/** Prometheus' default. Grafana's monitor sets 30s, and the operator rejects a timeout above the interval. */
const SCRAPE_TIMEOUT_SECONDS = 10;

/**
 * How Grafana's sidecar finds ConfigMaps with dashboards. Most are the chart's defaults, written out because the
 * ConfigMaps of this project depend on them.
 */
const DASHBOARD_DISCOVERY = {
  label: 'grafana_dashboard',
  labelValue: '1',
  /** Annotation whose value is the folder in Grafana. */
  folderAnnotation: 'grafana_folder',
} as const;

/** Values for Grafana's chart, a subchart of kube-prometheus-stack. */
export function grafana({ grafana, scrapeInterval }: Environment): Values['grafana'] {
  const { adminSecret, userKey, passwordKey, url } = grafana;
  return {
    admin: { existingSecret: adminSecret, userKey, passwordKey },
    ...(url === undefined ? {} : { 'grafana.ini': { server: { root_url: url } } }),
    serviceMonitor: {
      scrapeTimeout:
        seconds(scrapeInterval) < SCRAPE_TIMEOUT_SECONDS ? scrapeInterval : `${SCRAPE_TIMEOUT_SECONDS}s`,
    },
    sidecar: {
      dashboards: {
        enabled: true,
        ...DASHBOARD_DISCOVERY,
        searchNamespace: 'ALL',
        // Otherwise the annotation only moves the file.
        provider: { foldersFromFilesStructure: true },
      },
    },
  };
}
