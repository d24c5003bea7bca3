import { ENDPOINTS_FIELD } from '../../../kubernetes/monitor';
import { mapOf, textOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { aboutPrometheus, specField } from '../shared/about-prometheus';
import { isPlaceholder } from '../../../kubernetes/placeholder';

const KINDS = [...Object.keys(ENDPOINTS_FIELD), 'Probe', 'ScrapeConfig'];

/** Silent if neither the Prometheus nor its values were read, because its classes are unknown then. */
export const check = defineCheck({
  id: 'scrape-class',
  severity: 'error',
  question: 'Does Prometheus define every referenced scrape class?',
  symptom:
    'The monitor is selected but has no scrape job; its events report that the scrape class was not found.',
  why: 'The operator rejects a monitor that references a scrapeClass which the Prometheus resource does not define, and rejects a Prometheus with two default classes.',
  remedy: 'Correct the name, or define the class in spec.scrapeClasses of Prometheus.',
  see: 'https://prometheus-operator.dev/docs/developer/scrapeclass/',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    if (prometheus.origin === 'chart defaults') return undefined;
    const all = [prometheus, ...(prometheus.others ?? [])];
    const names = [...new Set(all.flatMap(({ scrapeClasses }) => scrapeClasses.map(({ name }) => name)))];
    const undefinedClasses = manifests.operator(...KINDS).flatMap((object) => {
      const scrapeClass = textOf(mapOf(object.fields['spec'])['scrapeClass']);
      if (!scrapeClass || isPlaceholder(scrapeClass) || names.includes(scrapeClass)) return undefined;
      return {
        object,
        path: 'spec.scrapeClass',
        message: 'Prometheus does not define this scrape class',
        found: scrapeClass,
        expected:
          names.length === 0
            ? `no scrapeClass, as ${prometheus.name} defines none`
            : `one of ${names.join(', ')}`,
        fix: names.length === 0 ? 'remove scrapeClass' : `scrapeClass: ${names[0]}`,
      };
    });
    const twoDefaults = all.flatMap((settings) => {
      const defaults = settings.scrapeClasses.filter((scrapeClass) => scrapeClass.default);
      if (defaults.length < 2) return undefined;
      return {
        ...aboutPrometheus(settings),
        path: specField(settings, 'scrapeClasses'),
        message: 'more than one default scrape class',
        found: defaults.map((scrapeClass) => scrapeClass.name),
        expected: 'at most one default',
        fix: `set default: false on all but one of ${defaults.map((scrapeClass) => scrapeClass.name).join(', ')}`,
      };
    });
    return [...undefinedClasses, ...twoDefaults];
  },
});
