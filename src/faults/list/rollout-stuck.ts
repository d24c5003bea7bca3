import type { Fault } from '../fault';
import { NO_IMAGE } from '../pods';

/** Default progress deadline of a Deployment. */
const PROGRESS_DEADLINE = 10 * 60;

/** Kubernetes reports after ten minutes that the rollout makes no progress; old pods serve. */
export const rolloutStuck: Fault = {
  name: 'a rollout is stuck: the image cannot be pulled',
  needs: ['pods'],
  settles: PROGRESS_DEADLINE,
  signals: (seconds, replicas) => ({ pods: { [replicas]: NO_IMAGE }, stuck: seconds >= PROGRESS_DEADLINE }),
};
