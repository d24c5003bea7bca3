import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { WrittenWorkload } from '../../../../catalog/workload/index';
import type { ControllerContext, WriteController } from './context';
import { writeCronJob } from './cron-job';
import { writeDaemonSet } from './daemon-set';
import { writeDeployment } from './deployment';
import { writeStatefulSet } from './stateful-set';

const CONTROLLERS: {
  readonly [K in WrittenWorkload['kind']]: WriteController<Extract<WrittenWorkload, { readonly kind: K }>>;
} = {
  deployment: writeDeployment,
  statefulSet: writeStatefulSet,
  daemonSet: writeDaemonSet,
  cronJob: writeCronJob,
};

/** Writes the object that creates the pods of a workload. */
export function writeController(scope: Construct, context: ControllerContext<WrittenWorkload>): ApiObject {
  // The table has the function for each kind, which the compiler cannot follow through a union.
  const write = CONTROLLERS[context.workload.kind] as WriteController<WrittenWorkload>;
  return write(scope, context);
}
