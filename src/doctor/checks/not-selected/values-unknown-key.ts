import { camelCase } from '../../../findings/spelling';
import { NAMESPACE_NAME_LABEL } from '../../../kubernetes/manifests';
import { mapOf, textsOf } from '../../../kubernetes/object';
import { shapeFindings } from '../../../helm-values/parse-values';
import { defineCheck } from '../../check';
import { aboutValues } from '../shared/given-values';
import { ALERTMANAGER_CONFIG, levelOf, meantKey, renamedKey } from './lib/key-spelling';

/**
 * An error where the key exists at another level or resembles a known one. Any other key is a warning, because another
 * version of the chart may have it.
 */
export const check = defineCheck({
  id: 'values-unknown-key',
  severity: 'error',
  question: 'Does the chart have every key of the values?',
  symptom: 'A value is set, Helm accepts it, and nothing changes.',
  why: 'The chart has no schema for its values: it ignores a misspelt or misplaced key without an error.',
  remedy: 'Move the key to where the chart reads it, or correct its spelling.',
  see: 'https://github.com/prometheus-community/helm-charts/issues/3487',
  needs: ['prometheus'],
  find: ({ prometheus }) => {
    const given = aboutValues(prometheus);
    if (given === undefined) return undefined;
    return shapeFindings(given.values)
      .filter(
        ({ code }) => code === 'unknown-field' || code === 'misplaced-field' || code === 'misspelt-field',
      )
      .map(({ code, path, found, fix }) => {
        const level = levelOf(path);
        const section =
          level === undefined ? undefined : ['alertmanager.config', level].filter(Boolean).join('.');
        const meant = code === 'unknown-field' && section === undefined ? meantKey(path) : undefined;
        const elsewhere = renamedKey(path);
        const selector = asLabelSelector(path, found);
        if (selector !== undefined)
          return {
            ...given.about,
            path,
            message:
              'a label selector takes matchLabels and matchExpressions only, so the API server rejects the key',
            found,
            expected: 'matchLabels, matchExpressions',
            fix: selector,
          };
        return {
          ...given.about,
          path,
          message: path.startsWith(ALERTMANAGER_CONFIG)
            ? 'unknown field, so Alertmanager rejects its whole configuration'
            : 'unknown key, which the chart ignores',
          found,
          expected: meant ?? section ?? elsewhere ?? 'a key that the chart reads',
          fix:
            meant !== undefined
              ? `write ${meant}${within(meant, found)}`
              : section !== undefined
                ? `move it to ${section}`
                : elsewhere !== undefined
                  ? `move it to ${elsewhere}: the key is one of the chart prometheus`
                  : fix,
          ...(code === 'unknown-field' && meant === undefined && section === undefined
            ? { severity: 'warning' as const }
            : {}),
        };
      });
  },
});

/** What is wrong in the value too, once the key is right. */
function within(meant: string, found: unknown): string {
  if (meant === 'basicAuth' && textsOf(Object.values(mapOf(found))).length > 0)
    return '; its username and password take the name of a Secret and a key, e.g. {"name":"<secret>","key":"username"}';
  const snake = [found]
    .flat()
    .flatMap((item) => Object.keys(mapOf(item)))
    .filter((key) => key.includes('_'));
  const written = [...new Set(snake)].map((key) => `${camelCase(key)} for ${key}`);
  return written.length === 0 ? '' : `, and in it ${written.join(', ')}`;
}

/** Of a namespace selector that is written as in a monitor. */
function asLabelSelector(path: string, found: unknown): string | undefined {
  const [, key, field] = /\.(\w+NamespaceSelector)\.(any|matchNames)$/.exec(path) ?? [];
  if (field === 'any') return `${key}: {}`;
  return field === undefined
    ? undefined
    : `${key}: ${JSON.stringify({ matchExpressions: [{ key: NAMESPACE_NAME_LABEL, operator: 'In', values: textsOf(found) }] })}`;
}
