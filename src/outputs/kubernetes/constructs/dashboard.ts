import type { Dashboard as DashboardModel } from '@grafana/grafana-foundation-sdk/dashboard';
import { Construct } from 'constructs';
import { readableJson } from '../../../dashboards/json';
import { InvalidInput } from '../../../findings/invalid-input';
import * as k8s from './k8s';

/** The label by which the chart's sidecar finds dashboards (its `grafana.sidecar.dashboards.label`). */
const SIDECAR_LABEL = { grafana_dashboard: '1' } as const;

/** The annotation by which the sidecar chooses a folder (`grafana.sidecar.dashboards.folderAnnotation`). */
const FOLDER_ANNOTATION = 'grafana_folder';

/** Folder of all our dashboards in Grafana. */
const FOLDER = 'Services';

/**
 * Largest dashboard in bytes: what a ConfigMap may hold.
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/#motivation
 */
const SIZE_LIMIT = 1_048_576;

export interface DashboardProps {
  readonly dashboard: DashboardModel;
  /** Namespace of the ConfigMap: where Grafana runs. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** One dashboard as a ConfigMap that Grafana's sidecar loads. */
export class Dashboard extends Construct {
  /** @throws InvalidInput when the dashboard is too large for a ConfigMap */
  constructor(scope: Construct, id: string, { dashboard, namespace, labels }: DashboardProps) {
    super(scope, id);
    const { uid = '', title } = dashboard;
    const json = `${readableJson(dashboard)}\n`;
    const size = Buffer.byteLength(json);
    if (size >= SIZE_LIMIT)
      throw new InvalidInput({
        resource: `dashboard "${title}"`,
        path: 'size',
        message: `is not below the ${SIZE_LIMIT} bytes that a ConfigMap may hold`,
        found: size,
        fix: 'leave out objectives, or split the service',
      });
    new k8s.KubeConfigMap(this, 'config-map', {
      metadata: {
        name: `dashboard-${uid}`,
        namespace,
        labels: { ...labels, ...SIDECAR_LABEL },
        annotations: { [FOLDER_ANNOTATION]: FOLDER },
      },
      data: { [`${uid}.json`]: json },
    });
  }
}
