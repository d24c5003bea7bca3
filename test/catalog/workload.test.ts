import { existing } from '../../src/catalog/existing';
import { defineService } from '../../src/catalog/service';
import { cronJob } from '../../src/catalog/workload/cron-job';
import { deployment } from '../../src/catalog/workload/deployment';
import { statefulSet } from '../../src/catalog/workload/stateful-set';
import { aService } from '../support/catalog';

const image = 'shop:1.0.0';
const NO_PROBES = { startup: 'none', readiness: 'none', liveness: 'none' } as const;
const daily = { image, schedule: '0 3 * * *', succeedsWithin: '26h' };

/** The first line of what `build` throws. */
function message(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}

const service = (fields: object) => () => defineService({ ...aService, ...fields });

describe('a wrong workload', () => {
  it.each<[string, () => unknown, string]>([
    [
      'replicas beside autoscaling',
      () => deployment({ image, replicas: 2, autoscaling: { max: 4, cpu: 80 } }),
      'deployment: autoscaling decides on the number of pods (replicas: 2). Remove replicas, or autoscaling.',
    ],
    [
      'a maximum below the minimum',
      () => deployment({ image, autoscaling: { min: 5, max: 4, cpu: 80 } }),
      'deployment: below min (autoscaling.max: 4). Use a number that is at least min.',
    ],
    [
      'nothing to scale by',
      () => deployment({ image, autoscaling: { max: 4 } }),
      'deployment: required field is missing (autoscaling.cpu). Set cpu: 80 or memory: 80.',
    ],
    [
      'a probe of two kinds',
      () => deployment({ image, probes: { ...NO_PROBES, liveness: { tcp: 8080, grpc: 8080 } } }),
      'deployment: not exactly one kind of probe (probes.liveness: {"tcp":8080,"grpc":8080}). Set http, tcp, grpc or exec, e.g. { tcp: \'http\' }.',
    ],
    [
      'a mount without a source',
      () => deployment({ image, mounts: { '/etc/shop': {} } }),
      "deployment: not exactly one source (mounts./etc/shop: {}). Name a ConfigMap, a Secret or a claim, e.g. { configMap: 'settings' }.",
    ],
    [
      'a key of a claim',
      () => deployment({ image, mounts: { '/data': { claim: 'data', key: 'a' } } }),
      'deployment: a claim has no keys (mounts./data.key: "a"). Remove it.',
    ],
    [
      'root',
      () => deployment({ image, user: 0 }),
      'deployment: not the number of a user other than root (user: 0). Use a whole number from 1.',
    ],
    [
      'a folder that is written twice',
      () => statefulSet({ image, writable: { '/data': '1Gi' }, claims: { '/data': { size: '1Gi' } } }),
      'statefulSet: a folder is in claims and in writable (claims: {"/data":{"size":"1Gi"}}). Remove one.',
    ],
    [
      'two volumes of the same name',
      () => statefulSet({ image, claims: { '/a/b': { size: '1Gi' }, '/a-b': { size: '1Gi' } } }),
      'statefulSet: two folders give their volumes the same name (claims',
    ],
    [
      'a volume without a name',
      () => statefulSet({ image, claims: { '/_': { size: '1Gi' } } }),
      'statefulSet: has no letter or digit (claims./_: {"size":"1Gi"}). Write it like /data.',
    ],
    [
      'a schedule of four fields',
      () => cronJob({ ...daily, schedule: '0 3 * *' }),
      'cronJob: not a cron schedule (schedule: "0 3 * *"). Write five fields, e.g. \'0 3 * * *\', or @daily.',
    ],
    [
      'a limit for what is no CronJob',
      () => existing({ kind: 'Deployment', name: 'shop', succeedsWithin: '1h' }),
      'existing: only a CronJob succeeds (succeedsWithin: "1h"). Remove it.',
    ],
    [
      'an autoscaler of what has one pod on each node',
      () => existing({ kind: 'DaemonSet', name: 'shop', autoscaler: 'shop' }),
      'existing: only a Deployment or StatefulSet has an autoscaler (autoscaler: "shop"). Remove it.',
    ],
    [
      'an unknown kind of object',
      () => existing({ kind: 'ReplicaSet' as 'Deployment', name: 'shop' }),
      'existing: not one of the allowed values (kind: "ReplicaSet"). Use one of Deployment, StatefulSet, DaemonSet, CronJob.',
    ],
    [
      'a port with a name that is taken',
      service({ workload: { image, ports: { http: 9000 } } }),
      'service "shop": port of the service has this name (workload.ports.http: "http"). Give the port another name.',
    ],
    [
      'a port with a number that is taken',
      service({ workload: { image, ports: { admin: 8080 } } }),
      'service "shop": another port has the same number (workload.ports.admin: 8080). Remove one of them.',
    ],
    [
      'a probe of an unknown port',
      service({ workload: { image, probes: { ...NO_PROBES, liveness: { tcp: 'grpc' } } } }),
      'service "shop": no port has this name (workload.probes: "grpc"). Use one of http, or add it to ports.',
    ],
    [
      'metrics of a CronJob that nothing scrapes',
      service({ workload: cronJob(daily), port: undefined }),
      'service "shop": a CronJob has no Service through which its metrics could be scraped (metrics: "shop_requests_total"). Set scrape, e.g. existing({ job: ... }) for metrics that jobs push to a gateway, or remove metrics.',
    ],
    [
      'no metrics of what is no CronJob',
      service({ metrics: undefined }),
      'service "shop": required field is missing (metrics). Build it with contract({ ... }).',
    ],
    [
      'a scrape as a workload',
      service({ workload: existing({ job: 'shop' }) }),
      'service "shop": required field is missing (workload.image).',
    ],
  ])('%s', (_what, build, expected) => {
    expect(message(build)).toContain(expected);
  });
});

test('a CronJob may have metrics that something else scrapes', () => {
  const { scrape } = defineService({
    ...aService,
    workload: cronJob(daily),
    scrape: existing({ job: 'pushgateway' }),
  });
  expect(scrape).toMatchObject({ kind: 'existing', job: 'pushgateway' });
});
