import type { Service, ServiceProps } from '../../src/catalog/service';
import { InvalidInput } from '../../src/findings/invalid-input';
import {
  availabilitySlo,
  contract,
  counter,
  defineService,
  existing,
  matching,
  oneOf,
  podMonitor,
  pushed,
  scrapeConfig,
  serviceMonitor,
} from '../../src/index';
import { readManifests } from '../../src/kubernetes/read';
import { select, sum } from '../../src/promql/build';
import { renderStack } from '../../src/synth/synthesize';
import { testEnvironment } from '../support/catalog';

const tableOf = () =>
  contract({
    requests: counter('http_requests_total', {
      help: 'Requests.',
      labels: { status: oneOf('200', '500') },
    }),
  });

/** A service whose counter has the name that those of the others have, too. */
function service(name: string, fields: Partial<ServiceProps>): Service {
  const metrics = tableOf();
  return defineService({
    name,
    namespace: name,
    team: 'shop',
    metrics,
    workload: 'external',
    slos: [
      availabilitySlo({
        name: 'availability',
        objective: 99.9,
        period: '30d',
        requests: metrics.requests,
        errors: { status: matching('5..') },
      }),
    ],
    ...fields,
  });
}

const deployed = service('deployed', { port: 8080, workload: { image: 'shop:1.0.0' } });
const watched = service('watched', {
  scrape: serviceMonitor({ selector: { app: 'watched' }, port: 'http' }),
});
const pods = service('pods', { scrape: podMonitor({ selector: { app: 'pods' }, port: 'metrics' }) });
const elsewhere = service('elsewhere', { scrape: existing({ job: 'proxy' }) });
const outside = service('outside', { scrape: scrapeConfig({ targets: ['db.example.com:9187'] }) });
const pushes = service('pushes', { scrape: pushed({ labels: { service_name: 'pushes' } }) });

const workload = (name: string, port: string) => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: ${name}, image: "${name}:1", ports: [{ name: ${port}, containerPort: 8080 }] }] }
`;
const watchedObjects = `${workload('watched', 'http')}---
apiVersion: v1
kind: Service
metadata: { name: watched, namespace: watched, labels: { app: watched } }
spec: { selector: { app: watched }, ports: [{ name: http, port: 80, targetPort: http }] }
`;
const real = watchedObjects + workload('pods', 'metrics');

/** Codes and messages of the errors that prevent writing. */
function errorsOf(services: readonly Service[], objects?: string): readonly string[] {
  const given = objects === undefined ? undefined : { objects: readManifests(objects, 'real.yaml') };
  try {
    renderStack(services, testEnvironment, {}, given);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.problems.map(({ code, message }) => `${code}: ${message}`);
  }
}

describe('services with a metric of the same name', () => {
  it('are proven together, however each is scraped', () => {
    expect(errorsOf([deployed, pushes])).toEqual([]);
    expect(errorsOf([watched, pods, elsewhere, outside], real)).toEqual([]);
  });

  it.each([
    ['pods whose port has another name', pods, workload('pods', 'http-metrics'), 'monitor-target-port'],
    [
      'a Service whose port has another name',
      service('watcher', { scrape: serviceMonitor({ selector: { app: 'watched' }, port: 'web' }) }),
      watchedObjects.replaceAll('namespace: watched', 'namespace: watcher'),
      'monitor-service-port',
    ],
  ])('have one error for %s', (_what, broken, objects, code) => {
    expect(errorsOf([watched, broken], watchedObjects + objects)).toEqual([
      expect.stringMatching(`^${code}: `),
    ]);
  });

  it('have matchers that are compared with targets of their own job', () => {
    const wrong = service('wrong', {
      port: 8080,
      workload: { image: 'shop:1.0.0' },
      alerts: [
        {
          symptom: 'Quiet',
          severity: 'warning',
          for: '5m',
          summary: 'No requests to %s.',
          description: 'No requests.',
          expr: () => sum(select(tableOf().requests, { namespace: 'shop', job: 'wrong' })),
        },
      ],
    });
    expect(errorsOf([wrong, pushes])).toEqual([
      'unknown-target: alert WrongQuiet: no target has namespace="shop"',
    ]);
  });

  it('of pods are compared with the contract', () => {
    const typo = service('typo', {
      scrape: podMonitor({ selector: { app: 'pods' }, port: 'metrics' }),
      alerts: [
        {
          symptom: 'Quiet',
          severity: 'warning',
          for: '5m',
          summary: 'No requests to %s.',
          description: 'No requests.',
          expr: () =>
            sum(
              select(counter('http_requests_total', { help: '', labels: { code: oneOf('500') } }), {
                code: '500',
                namespace: 'typo',
                job: 'typo',
              } as never),
            ),
        },
      ],
    });
    expect(
      errorsOf([typo], workload('pods', 'metrics').replaceAll('namespace: pods', 'namespace: typo')),
    ).toEqual([expect.stringContaining('unknown-label: alert TypoQuiet: ')]);
  });
});
