import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { DeployedService } from '../../../catalog/placement';
import { Workload } from '../constructs/workload';

/** What the owners of a service deploy. */
export class WorkloadChart extends Chart {
  constructor(scope: Construct, id: string, service: DeployedService) {
    super(scope, id, { namespace: service.namespace });
    new Workload(this, 'workload', service);
  }
}
