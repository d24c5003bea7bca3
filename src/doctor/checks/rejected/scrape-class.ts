import { ENDPOINTS_FIELD } from '../../../kubernetes/monitor';
import { mapOf, nameOf, textOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { aboutPrometheus, specField } from '../shared/about-prometheus';
import { isPlaceholder } from '../shared/placeholder';
import { objectsOf } from './lib/scrapes';

const KINDS = [...Object.keys(ENDPOINTS_FIELD), 'Probe', 'ScrapeConfig'];

/** Silent where neither the Prometheus nor its values were read: then nobody can tell which classes there are. */
export const check = defineCheck({
  id: 'scrape-class',
  severity: 'error',
  question: 'Does Prometheus define every scrape class that is named?',
  symptom: 'The monitor is selected, but it has no job; its events say that the scrape class was not found.',
  why: 'The operator refuses a monitor that names a scrapeClass which the Prometheus resource does not define, and a Prometheus with two default classes.',
  remedy: 'Correct the name, or define the class in spec.scrapeClasses of Prometheus.',
  see: 'https://prometheus-operator.dev/docs/developer/scrapeclass/',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    if (prometheus.origin === 'chart defaults') return [];
    const all = [prometheus, ...(prometheus.others ?? [])];
    const names = [...new Set(all.flatMap(({ scrapeClasses }) => scrapeClasses.map(({ name }) => name)))];
    const undefinedClasses = KINDS.flatMap((kind) => objectsOf(manifests, kind)).flatMap((object) => {
      const scrapeClass = textOf(mapOf(object.fields['spec'])['scrapeClass']);
      if (!scrapeClass || isPlaceholder(scrapeClass) || names.includes(scrapeClass)) return [];
      return [
        {
          resource: nameOf(object),
          object,
          path: 'spec.scrapeClass',
          message: 'names a class that Prometheus does not define',
          found: scrapeClass,
          expected:
            names.length === 0
              ? `a class, of which ${prometheus.name} has none`
              : `one of ${names.join(', ')}`,
          fix: names.length === 0 ? 'remove scrapeClass' : `scrapeClass: ${names[0]}`,
        },
      ];
    });
    const twoDefaults = all.flatMap((settings) => {
      const defaults = settings.scrapeClasses.filter((scrapeClass) => scrapeClass.default);
      if (defaults.length < 2) return [];
      return [
        {
          ...aboutPrometheus(settings),
          path: specField(settings, 'scrapeClasses'),
          message: 'have more than one default',
          found: defaults.map((scrapeClass) => scrapeClass.name),
          expected: 'one default at most',
          fix: `default: false, for all but one of ${defaults.map((scrapeClass) => scrapeClass.name).join(', ')}`,
        },
      ];
    });
    return [...undefinedClasses, ...twoDefaults];
  },
});
