import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { DeployedService } from '../../../catalog/placement';
import { workloadProps } from '../constructs/service-props';
import { Workload } from '../constructs/workload';

/** The workload of a service. */
export class WorkloadChart extends Chart {
  constructor(scope: Construct, id: string, service: DeployedService) {
    super(scope, id, { namespace: service.namespace });
    new Workload(this, 'workload', workloadProps(service));
  }
}
