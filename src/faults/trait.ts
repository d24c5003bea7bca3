/**
 * What a service has, so that some faults can happen to it. Names of objects are those that configure its scrape.
 */
export const TRAITS = [
  'requests',
  'pods',
  'workload',
  'replicas',
  'metrics page',
  'pushed series',
  'probed addresses',
  'Service',
  'ServiceMonitor',
  'PodMonitor',
  'Probe',
  'ScrapeConfig',
  'scrape of others',
  'autoscaler',
  'jobs',
] as const;

export type Trait = (typeof TRAITS)[number];
