import { hovers } from './language-server';

/** One field of every function and construct; a mark points at the field above it. */
const USES = `
import { availabilitySlo, counter, defineEnvironment, defineService, defineStack, goldenSignals, latencySlo } from 'signalproof';
import { Workload } from 'signalproof/cdk8s';
const requests = counter('requests_total', { help: 'Requests.' });
defineService({ seriesBudget: 1,
//              ^
  workload: { image: 'a:1', memory: '1Gi' } });
//                          ^
defineEnvironment({ grafana: { adminSecret: 'x' } });
//                             ^
defineStack({ environments: { dev: { discovery: 'all' } } });
//                                   ^
availabilitySlo({ requests, errors: {}, period: '30d' });
//                          ^
availabilitySlo({ requests, errors: {}, period: '30d' });
//                                      ^
latencySlo({ threshold: 1 });
//           ^
goldenSignals({ requests, by: [] });
//                        ^
new Workload(null!, 'x', { port: 8080, image: 'a:1', replicas: 1 });
//                                                   ^
`;

test('editors show the description of each field', async () => {
  const shown = await hovers('test/api/uses.ts', USES);
  expect(shown.map((text) => text.replaceAll('\n', ' '))).toEqual([
    expect.stringContaining('Series that one target may expose:'),
    expect.stringMatching(/Memory request and limit\..*@default.*256Mi/),
    expect.stringContaining("Secret in the monitoring namespace with the administrator's name"),
    expect.stringContaining('Prometheus selects every monitor and rule in the cluster'),
    expect.stringContaining('Which of the counted requests are errors'),
    expect.stringContaining('Time over which the objective holds'),
    expect.stringContaining('Longest duration that is good'),
    expect.stringContaining('Labels of all these metrics by which requests and latency are broken down'),
    expect.stringContaining('Pods. Two survive the loss of one. Absent: 2, or what `autoscaling` decides.'),
  ]);
});
