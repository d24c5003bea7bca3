import { autoscalingQueries } from './autoscaling';
import { cronJobQueries } from './cron-job';
import type { FirstQueries } from './first-query';
import { scrapeQueries } from './scrape';
import { sloQueries } from './slo';
import { trafficQueries } from './traffic';
import { workloadQueries } from './workload';

/** What every page tells to ask first. An alert of a service's own gets an entry in a table of its own here. */
export const firstQueries: FirstQueries = {
  ...scrapeQueries,
  ...trafficQueries,
  ...workloadQueries,
  ...autoscalingQueries,
  ...cronJobQueries,
  ...sloQueries,
};
