import { mapOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { aboutValues } from '../shared/given-values';

/** Certain: the operator adds the sidecar only for `thanos` of the Prometheus, and the chart sets nothing there itself. */
export const check = defineCheck({
  id: 'values-thanos-sidecar',
  severity: 'error',
  question: 'Does Prometheus have the Thanos sidecar that the values make Services for?',
  symptom: 'Thanos Query finds no store, and the pods of Prometheus have no container thanos-sidecar.',
  why: 'thanosService, thanosServiceMonitor and thanosIngress only lead to the sidecar. The operator adds it for prometheusSpec.thanos, which is empty by default.',
  remedy: 'Set prometheusSpec.thanos, such as its object storage.',
  see: 'https://prometheus-operator.dev/docs/platform/thanos/',
  needs: ['prometheus'],
  find: ({ prometheus }) => {
    const given = aboutValues(prometheus);
    if (given === undefined || Object.keys(mapOf(given.prometheusSpec['thanos'])).length > 0)
      return undefined;
    const section = mapOf(mapOf(given.values)['prometheus']);
    if (section['agentMode'] === true || section['enabled'] === false) return undefined;
    const leading = LEADING.filter((key) => mapOf(section[key])['enabled'] === true);
    if (leading.length === 0) return undefined;
    return {
      ...given.about,
      path: 'prometheus.prometheusSpec.thanos',
      message: `prometheus.${leading.join(' and prometheus.')} is enabled, but no pod of Prometheus has a Thanos sidecar without this setting`,
      found: given.prometheusSpec['thanos'],
      expected: 'settings of the sidecar, such as its image or object storage',
      fix: 'thanos: {"image":"quay.io/thanos/thanos:<version>"}',
    };
  },
});

const LEADING = ['thanosService', 'thanosServiceMonitor', 'thanosIngress', 'thanosServiceExternal'];
