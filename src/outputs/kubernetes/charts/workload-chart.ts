import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { DeployedService } from '../../../catalog/placement';
import { workloadObjectsProps } from '../constructs/service-props';
import { WorkloadObjects } from '../constructs/workload-objects';

export class WorkloadChart extends Chart {
  constructor(scope: Construct, id: string, service: DeployedService) {
    super(scope, id, { namespace: service.namespace });
    new WorkloadObjects(this, 'workload', workloadObjectsProps(service));
  }
}
