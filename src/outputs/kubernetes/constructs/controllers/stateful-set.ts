import { fewestPods } from '../../../../catalog/workload/scaling';
import { volumeName } from '../../../../catalog/workload/mount';
import type { StatefulSetWorkload } from '../../../../catalog/workload/stateful-set';
import * as k8s from '../k8s';
import type { WriteController } from './context';

/** Name of the Service without an address that gives each pod a host name. */
export const governingService = (name: string): string => `${name}-pods`;

export const writeStatefulSet: WriteController<StatefulSetWorkload> = (scope, context) => {
  const { workload, metadata, selector, template } = context;
  return new k8s.KubeStatefulSet(scope, 'stateful-set', {
    metadata,
    spec: {
      ...(workload.autoscaling === undefined ? { replicas: fewestPods(workload) } : {}),
      serviceName: governingService(metadata.name),
      podManagementPolicy: workload.start === 'in order' ? 'OrderedReady' : 'Parallel',
      selector: { matchLabels: { ...selector } },
      updateStrategy: { type: 'RollingUpdate' },
      template,
      ...(Object.keys(workload.claims).length === 0
        ? {}
        : {
            volumeClaimTemplates: Object.entries(workload.claims).map(
              ([path, { size, storageClass, access }]) => ({
                metadata: { name: volumeName(path) },
                spec: {
                  accessModes: [access],
                  ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
                  resources: { requests: { storage: k8s.Quantity.fromString(size) } },
                },
              }),
            ),
          }),
    },
  });
};
