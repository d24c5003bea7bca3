import { bucketsOf, countBy, div, rate, select, sumBy } from '../promql/build';
import { targetsOf } from '../rules/scope';
import { recordedFor } from '../slo/recordings';
import { SLO_SYMPTOMS } from '../slo/alerts';
import type { FirstQueries } from './first-query';
import { recordedSignal } from './workload';

/** Alerts on objectives. */
export const sloQueries: FirstQueries = {
  [SLO_SYMPTOMS.burn]: [
    {
      ask: 'How bad, and since when? Graph it over 6 hours. 1 spends the budget exactly by the end of the period.',
      query: (service) => recordedFor(service, service.slos[0], 'burnRate', { window: '5m' }),
    },
    {
      ask: 'Which requests fail, so many a second? For an objective of latency, see the percentiles below instead.',
      query: (service) => {
        const { requests, errors } = service.signals;
        const others = Object.keys(requests.labels).filter((label) => !(label in errors));
        return sumBy(others, rate(select(requests, { ...targetsOf(service), ...errors }), '5m'));
      },
    },
    { ask: 'Which requests are slow?', query: (service) => recordedSignal(service, 'latencyP99') },
    {
      ask: "How many hours until nothing is left, at the last hour's pace?",
      query: (service) => div(recordedFor(service, service.slos[0], 'exhaustion'), 3600),
    },
  ],
  [SLO_SYMPTOMS.dataMissing]: [
    {
      ask: 'Are the series there at all? Nothing means that the service does not expose them.',
      query: (service) => countBy(['pod'], select(service.signals.requests, targetsOf(service))),
    },
    {
      ask: 'For a latency objective: is there the bucket of its threshold, in the same spelling?',
      query: (service) => countBy(['le'], bucketsOf(service.signals.latency, targetsOf(service))),
    },
    {
      ask: 'When were events last counted? Graph it over a day.',
      query: (service) => recordedFor(service, service.slos[0], 'minuteEvents'),
    },
  ],
};
