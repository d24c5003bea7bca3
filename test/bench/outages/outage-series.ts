import { Values } from '../../../bench/noise/values';
import { addressOf, podName, SERVICE } from '../../../bench/outages/names';
import type { Outage } from '../../../bench/outages/outage';
import { seriesText, type Sample } from '../../../bench/outages/sample';
import { ServiceModel } from '../../../bench/outages/service-model';
import type { InputSeries } from '../../../src/testing/rule-tests';

/** Seconds between scrapes. */
const SCRAPE = 30;

/**
 * What Prometheus scrapes of a service before and in an outage, for promtool.
 * @param before healthy minutes
 * @param minutes of the outage
 */
export function outageSeries(
  outage: Outage,
  namespace: string,
  before: number,
  minutes: number,
): readonly InputSeries[] {
  const model = new ServiceModel(namespace, outage, 0);
  const series = new Map<string, Values>();
  for (let step = 0; step < ((before + minutes) * 60) / SCRAPE; step += 1) {
    // What a scrape shows happened before it.
    const minute = ((step - 1) * SCRAPE) / 60 - before;
    model.advance(SCRAPE, minute, step * SCRAPE);
    for (const { name, labels, value } of scraped(model, namespace, minute)) {
      const key = seriesText(name, labels);
      const values = series.get(key) ?? new Values();
      series.set(key, values);
      values.set(step, value);
    }
  }
  return [...series].map(([text, values]) => ({ series: text, values: values.text }));
}

function scraped(model: ServiceModel, namespace: string, minute: number): readonly Sample[] {
  const pods = model.targets.flatMap((pod) => {
    const { scrape, samples } = model.page(pod)!;
    const target = { namespace, job: SERVICE, pod, instance: addressOf(pod.replace(podName(''), '')) };
    const answers = scrape === 'page';
    return [
      { name: 'up', labels: target, value: Number(answers) },
      ...(answers ? samples : []).map((sample) => ({ ...sample, labels: { ...target, ...sample.labels } })),
    ];
  });
  return [...pods, ...(model.state.kubeStateMetrics ? model.clusterState : []), ...model.kubelet(minute)];
}
