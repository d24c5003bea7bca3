import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import * as k8s from '../constructs/k8s';

/** The namespace of deployed services, which admits only pods that the Pod Security Standard "restricted" allows. */
export class NamespaceChart extends Chart {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
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
