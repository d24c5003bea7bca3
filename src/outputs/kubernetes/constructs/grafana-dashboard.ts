import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { readableJson } from '../../../dashboards/json';
import { InvalidInput } from '../../../findings/invalid-input';
import * as k8s from './k8s';
import { objectMetadata, type ObjectProps } from './object-props';

/** The label by which the chart's sidecar finds dashboards (its `grafana.sidecar.dashboards.label`). */
const SIDECAR_LABEL = { grafana_dashboard: '1' } as const;

/** The annotation by which the sidecar chooses a folder (`grafana.sidecar.dashboards.folderAnnotation`). */
const FOLDER_ANNOTATION = 'grafana_folder';

/**
 * Largest dashboard in bytes: what a ConfigMap may hold.
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/#motivation
 */
const SIZE_LIMIT = 1_048_576;

export interface GrafanaDashboardProps extends Omit<ObjectProps, 'name'> {
  /** The dashboard: built with the Grafana Foundation SDK, or JSON exported from Grafana. It must have a `uid`. */
  readonly dashboard: Dashboard | Readonly<Record<string, unknown>>;
  /** Name of the ConfigMap. @default `dashboard-<uid>` */
  readonly name?: string;
  /** Folder in Grafana. @default 'Services' */
  readonly folder?: string;
}

/**
 * A dashboard in a ConfigMap, which the sidecar of kube-prometheus-stack's Grafana loads.
 * @example
 * new GrafanaDashboard(chart, 'orders', { dashboard: { uid: 'orders', title: 'Orders', panels: [] } });
 */
export class GrafanaDashboard extends Construct {
  readonly apiObject: ApiObject;
  /** Name of the ConfigMap. */
  readonly name: string;
  /** Identifies the dashboard in Grafana: its URL is `/d/<uid>`. */
  readonly uid: string;

  /** @throws InvalidInput for a dashboard without uid, or one too large for a ConfigMap */
  constructor(scope: Construct, id: string, props: GrafanaDashboardProps) {
    super(scope, id);
    const { dashboard, folder = 'Services' } = props;
    const { uid, title } = dashboard;
    const resource = `dashboard "${typeof title === 'string' ? title : id}"`;
    if (typeof uid !== 'string' || uid === '')
      throw new InvalidInput({
        resource,
        path: 'uid',
        message: 'no valid uid, so Grafana would create another dashboard at every start',
        found: uid,
        fix: 'set a uid of at most 40 letters, digits, hyphens and underscores',
      });
    const json = `${readableJson(dashboard)}\n`;
    const size = Buffer.byteLength(json);
    if (size >= SIZE_LIMIT)
      throw new InvalidInput({
        resource,
        path: 'size',
        message: `not below the ${SIZE_LIMIT} bytes that a ConfigMap may hold`,
        found: size,
        fix: 'remove panels, or split the dashboard',
      });
    const { labels, ...metadata } = objectMetadata(`dashboard-${uid}`, props);
    this.apiObject = new k8s.KubeConfigMap(this, 'config-map', {
      metadata: {
        ...metadata,
        labels: { ...labels, ...SIDECAR_LABEL },
        annotations: { [FOLDER_ANNOTATION]: folder },
      },
      data: { [`${uid}.json`]: json },
    });
    this.name = metadata.name;
    this.uid = uid;
  }
}
