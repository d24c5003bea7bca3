import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { WrittenWorkload } from '../../../../catalog/workload/index';
import type * as k8s from '../k8s';

/** What the object that creates the pods is written from. */
export interface ControllerContext<W extends WrittenWorkload> {
  readonly workload: W;
  readonly metadata: k8s.ObjectMeta & { readonly name: string };
  /** Labels of the pods. */
  readonly selector: Readonly<Record<string, string>>;
  readonly template: k8s.PodTemplateSpec;
}

/** Writes the object that creates the pods. */
export type WriteController<W extends WrittenWorkload> = (
  scope: Construct,
  context: ControllerContext<W>,
) => ApiObject;
