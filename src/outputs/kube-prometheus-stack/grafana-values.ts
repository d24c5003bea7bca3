import type { Environment } from '../../catalog/environment';
import { seconds } from '../../promql/window';
import type { Values } from '../../helm-values/values-schema';

/** Prometheus' own default. Grafana's monitor asks for 30s, and a timeout above the interval is refused. */
const SCRAPE_TIMEOUT_SECONDS = 10;

/**
 * How Grafana's sidecar knows a ConfigMap with dashboards. Most are the chart's defaults, but the ConfigMaps of this
 * project rely on them.
 */
const DASHBOARD_DISCOVERY = {
  label: 'grafana_dashboard',
  labelValue: '1',
  /** Annotation whose value is the folder in Grafana. */
  folderAnnotation: 'grafana_folder',
} as const;

/** Values for Grafana's own chart, which the stack brings. */
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
