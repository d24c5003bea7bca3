import type { DaemonSetWorkload } from '../../../../catalog/workload/daemon-set';
import * as k8s from '../k8s';
import type { WriteController } from './context';

export const writeDaemonSet: WriteController<DaemonSetWorkload> = (scope, { metadata, selector, template }) =>
  new k8s.KubeDaemonSet(scope, 'daemon-set', {
    metadata,
    spec: {
      selector: { matchLabels: { ...selector } },
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(1) },
      },
      template,
    },
  });
