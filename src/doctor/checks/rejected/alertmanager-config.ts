import { shapeFindings } from '../../../helm-values/parse-values';
import { isMap, mapOf, type Fields, nameOf } from '../../../kubernetes/object';
import { configSecret, configText } from '../../../operator/alertmanager/config-secret';
import { configProblems } from '../../../operator/alertmanager/config-problems';
import { readValidDocuments } from '../../../kubernetes/read';
import type { Manifests } from '../../../kubernetes/manifests';
import { defineCheck, type Found, type Subject } from '../../check';
import { ALERTMANAGER_CONFIG, levelOf, meantKey } from '../not-selected/lib/key-spelling';
import { aboutValues } from '../shared/given-values';

/**
 * Certain, as Alertmanager rejects each of these. An unknown field that resembles no known one is a warning, because a
 * newer Alertmanager may have it. Fields of integrations are not compared.
 */
export const check = defineCheck({
  id: 'alertmanager-config',
  severity: 'error',
  question: 'Does Alertmanager accept its configuration?',
  symptom:
    'Alertmanager does not start, has no pods, or keeps its old configuration; the log of the operator or of Alertmanager has "cannot unmarshal", "not found in type" or "unsupported scheme".',
  why: 'Alertmanager and the operator read the configuration strictly: one unknown field, or one value of another type, and all of it is rejected.',
  remedy: 'Correct the field. Check the file with amtool check-config.',
  see: 'https://prometheus.io/docs/alerting/latest/configuration/',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const given = aboutValues(prometheus);
    const inValues = mapOf(mapOf(given?.values)['alertmanager'])['config'];
    return [
      ofSecret(manifests),
      given === undefined || !isMap(inValues)
        ? undefined
        : problems(inValues, given.about, 'alertmanager.config', true),
    ];
  },
});

function ofSecret(manifests: Manifests): Found {
  const secret = configSecret(manifests);
  const written = secret && configText(secret);
  if (secret === undefined || written === undefined) return undefined;
  const { others, invalid } = readValidDocuments(written.text, nameOf(secret));
  const about = { object: secret };
  if (invalid.length > 0)
    return {
      ...about,
      path: written.path,
      message: 'invalid YAML, so Alertmanager rejects its whole configuration',
      expected: 'a YAML map',
      fix: 'correct the YAML of the value',
    };
  const [config] = others;
  if (config === undefined) return undefined;
  return [
    problems(config, about, written.path, false),
    unknownFields(config).map(({ path, found, meant, fix }) => ({
      ...about,
      path: `${written.path}.${path}`,
      ...(fix === undefined ? { severity: 'warning' as const } : {}),
      message: 'unknown field, so Alertmanager rejects its whole configuration',
      found,
      expected: meant ?? 'a field of Alertmanager',
      fix: fix ?? 'remove it, or compare it with the reference of your version',
    })),
  ];
}

const problems = (config: Fields, about: Subject, path: string, hasDefaults: boolean): Found =>
  configProblems(config, { hasDefaults }).map(({ message, ...problem }) => ({
    ...about,
    ...problem,
    path: `${path}.${problem.path}`,
    message: `${message}, so Alertmanager rejects its whole configuration`,
  }));

interface UnknownField {
  readonly path: string;
  readonly found: unknown;
  readonly meant?: string;
  readonly fix?: string;
}

/** Of the parts that the values of the chart have in common. */
const unknownFields = (config: Fields): readonly UnknownField[] =>
  shapeFindings({ alertmanager: { config } })
    .filter(({ code }) => ['unknown-field', 'misplaced-field', 'misspelt-field'].includes(code ?? ''))
    .map(({ code, path, found, fix }) => {
      const below = path.slice(ALERTMANAGER_CONFIG.length);
      const level = levelOf(path);
      if (level !== undefined)
        return {
          path: below,
          found,
          meant: level || 'the top of the configuration',
          fix: `move it to ${level || 'the top level of the configuration'}`,
        };
      const meant = meantKey(path);
      if (meant !== undefined) return { path: below, found, meant, fix: `write ${meant}` };
      return { path: below, found, ...(code === 'misspelt-field' && fix !== undefined ? { fix } : {}) };
    });
