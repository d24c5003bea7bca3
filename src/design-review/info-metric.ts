import type { PlannedMetric } from './plan';
import { words } from '../findings/words';
import { snakeCase } from './words';

/** Labels that describe a process, and no measurement. */
const DESCRIBES = words(`
  version commit revision branch tag build build_date build_time build_user git_commit git_sha sha commit_hash
  goversion go_version java_version node_version runtime_version release
`);

/** Whether a gauge only carries labels, so that its name should end in _info. */
export const isUnnamedInfo = ({ name, kind, labels }: PlannedMetric): boolean =>
  kind === 'gauge' &&
  !name.endsWith('_info') &&
  labels.length > 0 &&
  labels.every((label) => DESCRIBES.includes(snakeCase(label.name)));
