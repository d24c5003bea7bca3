import { manifestsOf, type Manifests } from '../../src/kubernetes/manifests';
import { kubernetesObject } from '../../src/kubernetes/object';

/** `web/shop` as a monitor or probe. */
export const shop = (kind: 'ServiceMonitor' | 'PodMonitor' | 'Probe', spec: object): object => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind,
  metadata: { name: 'shop', namespace: 'web' },
  spec,
});

/** The Prometheus that reads it. */
export const prometheus = (spec: object): object => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'Prometheus',
  metadata: { name: 'k8s', namespace: 'monitoring' },
  spec,
});

/** Objects as if they had been read. */
export const manifests = (...objects: readonly object[]): Manifests =>
  manifestsOf(objects.map((object) => kubernetesObject(object)!));
