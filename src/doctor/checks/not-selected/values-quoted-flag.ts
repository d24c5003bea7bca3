import { mapOf } from '../../../kubernetes/object';
import { shapeFindings } from '../../../helm-values/parse-values';
import { defineCheck } from '../../check';
import { aboutValues } from '../shared/given-values';

/** The string "false" and the map {enabled: false} in place of a boolean: a template treats them as true, which is never meant. */
export const check = defineCheck({
  id: 'values-quoted-flag',
  severity: 'error',
  question: 'Are all flags in the values true or false, without quotes?',
  symptom: 'A flag is "false" in the values, but the chart treats it as true.',
  why: 'A Helm template treats every non-empty string as true, "false" included, and every map with a key.',
  remedy: 'Write false without quotes; on the command line use --set, not --set-string.',
  see: 'https://github.com/prometheus-community/helm-charts/issues/430',
  needs: ['prometheus'],
  find: ({ prometheus }) => {
    const given = aboutValues(prometheus);
    if (given === undefined) return undefined;
    const quoted = shapeFindings(given.values).filter(
      ({ code, found }) => code === 'not-a-flag' && isFalse(found),
    );
    return [...quoted, ...mapsOf(given.values, '')].map(({ path, found }) => ({
      ...given.about,
      path,
      message: `the flag is a ${typeof found === 'string' ? 'string' : 'map'}, which the chart treats as true`,
      found,
      expected: 'false, without quotes',
      fix: `${path.slice(path.lastIndexOf('.') + 1)}: false`,
    }));
  },
});

/** Flags of pods, which subcharts have, too. */
const OF_PODS = ['hostNetwork', 'hostPID', 'hostIPC'];

const mapsOf = (
  value: unknown,
  path: string,
): readonly { readonly path: string; readonly found: unknown }[] =>
  Object.entries(mapOf(value)).flatMap(([key, inner]) => {
    const place = path === '' ? key : `${path}.${key}`;
    return OF_PODS.includes(key) && mapOf(inner)['enabled'] === false
      ? [{ path: place, found: inner }]
      : mapsOf(inner, place);
  });

const isFalse = (value: unknown): boolean => typeof value === 'string' && value.toLowerCase() === 'false';
