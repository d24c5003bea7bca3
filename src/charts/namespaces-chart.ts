import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import * as k8s from '../constructs/k8s';

/** The namespaces of deployed services, which admit only pods that the Pod Security Standard "restricted" allows. */
export class NamespacesChart extends Chart {
  constructor(scope: Construct, id: string, namespaces: readonly string[]) {
    super(scope, id);
    for (const name of namespaces)
      new k8s.KubeNamespace(this, name, {
        metadata: {
          name,
          labels: {
            'app.kubernetes.io/managed-by': 'cdk8s',
            'pod-security.kubernetes.io/enforce': 'restricted',
          },
        },
      });
  }
}
