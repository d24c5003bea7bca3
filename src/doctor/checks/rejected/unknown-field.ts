import { camelCase } from '../../../findings/spelling';
import { words } from '../../../findings/words';
import { shell } from '../../../findings/shell';
import { NAMESPACE_NAME_LABEL } from '../../../kubernetes/manifests';
import { isMap, mapOf, textsOf } from '../../../kubernetes/object';
import { fieldMistakes, type FieldMistake, type UnknownField } from '../../../operator/fields/mistakes';
import { lettersOf, otherName } from '../../../operator/fields/other-names';
import { SHAPED_KINDS } from '../../../operator/fields/shapes';
import { defineCheck, type Found, type Subject } from '../../check';
import { aboutValues } from '../shared/given-values';
import { mistakenKind } from '../shared/mistaken-kind';
import { copiedMistakes, relabelingMistakes } from '../shared/values-spec';
import { nearest } from '../../expressions/nearest';
import { oneOf } from '../../expressions/report';

/**
 * An error where the field that is meant is known: the name in another spelling, or a field of another level. Otherwise a
 * warning, as an operator newer than the one whose fields are known here may have it.
 */
export const check = defineCheck({
  id: 'unknown-field',
  severity: 'warning',
  question: "Does every field of the operator's resources exist?",
  symptom: 'A setting has no effect: the scrape uses another path, interval or port than configured.',
  why: 'The API server removes fields that the definition of the resource does not have, silently unless kubectl requests strict validation. The operator never sees them.',
  remedy: 'Write the name of the field that is meant, at the level where it belongs.',
  see: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const given = aboutValues(prometheus);
    return [
      manifests.kind(...SHAPED_KINDS).map((object) =>
        fieldMistakes(object)
          // Reported by monitor-selector-fields and object-kind.
          .filter(
            ({ path }) =>
              !object.kind.endsWith('Monitor') ||
              !(
                /^spec\.(selector|namespaceSelector)\./.test(path) ||
                (path === 'spec.ports' && mistakenKind(object) !== undefined)
              ),
          )
          .map((mistake) => describe({ object }, mistake, object.kind)),
      ),
      given === undefined
        ? undefined
        : [
            copiedMistakes(given).map((mistake) => describe(given.about, mistake, 'Prometheus')),
            relabelingMistakes(given.values).map((mistake) =>
              describe(given.about, mistake, 'ServiceMonitor'),
            ),
          ],
    ];
  },
});

function describe(about: Subject, mistake: FieldMistake, kind: string): Found {
  if (mistake.kind !== 'unknown') return undefined;
  const field = { ...about, path: mistake.path, found: mistake.value };
  const requirement = selectorPart(mistake);
  if (requirement !== undefined)
    return {
      ...field,
      severity: 'error',
      message:
        'a label selector takes matchLabels and matchExpressions only, so the API server removes the field',
      expected: 'matchLabels, matchExpressions',
      fix: requirement,
    };
  const target = DISCOVERY.test(mistake.key) && kind.endsWith('Monitor');
  if (target)
    return {
      ...field,
      severity: 'error',
      message: `a ${kind} discovers objects of Kubernetes only; the API server removes the field`,
      expected: 'a ScrapeConfig, which takes staticConfigs and other discoveries',
      fix: `create a ScrapeConfig with ${camelCase(mistake.key)} in place of the ${kind}`,
    };
  const meant = meantBy(mistake);
  if ('object' in about && about.object.plain && OF_VMALERT.includes(mistake.key)) return undefined;
  const { belongs, belongsAs } = mistake;
  if ('object' in about && about.object.plain)
    return {
      ...field,
      severity: 'error',
      message: 'unknown field, so Prometheus rejects the whole file',
      expected: meant ?? oneOf(mistake.siblings.toSorted()),
      fix: meant === undefined ? `remove ${mistake.key}` : `${meant}: ${JSON.stringify(mistake.value)}`,
    };
  if (meant === undefined && belongs !== undefined)
    return {
      ...field,
      severity: 'error',
      message: `the API server removes the field here; it belongs in ${belongs}`,
      expected: belongs,
      fix: `move ${mistake.key} into ${belongs}${belongsAs === undefined ? '' : `, as ${belongsAs}`}`,
    };
  return {
    ...field,
    ...(meant === undefined ? {} : { severity: 'error' as const }),
    message: 'unknown field, which the API server removes',
    expected: meant ?? oneOf(mistake.siblings.toSorted()),
    fix:
      meant === undefined
        ? shell`kubectl explain ${kind.toLowerCase()}.${mistake.path
            .replace(/^prometheus\.prometheusSpec\b/, 'spec')
            .replace(/\.[^.]*$/, '')
            .replaceAll(/\[\d+\]/g, '')}`
        : `${meant}: ${JSON.stringify(valueFor(meant, mistake))}`,
  };
}

/** Fields of groups and rules that vmalert reads, whose files look the same. */
const OF_VMALERT = words(
  'concurrency debug eval_alignment eval_delay eval_offset headers notifier_headers params tenant type',
);

/** Targets that prometheus.yml lists or discovers, in the spelling of either. */
const DISCOVERY = /^(static_?(configs?|targets)|\w+(_sd_|SD|Sd)Configs?|\w+_sd_configs?|targets)$/i;

/** What a field of a label selector stands for: a label, or names of namespaces. */
function selectorPart({ key, value, siblings, parent, path }: UnknownField): string | undefined {
  if (siblings.length !== 2 || !siblings.includes('matchExpressions')) return undefined;
  const field = path.split('.').at(-2) ?? '';
  if (key === 'any') return `${field}: {}`;
  if (key === 'matchNames')
    return `${field}: ${JSON.stringify({ matchExpressions: [{ key: NAMESPACE_NAME_LABEL, operator: 'In', values: textsOf(value) }] })}`;
  if (typeof value !== 'string') return undefined;
  const labels = Object.entries({ ...parent, ...mapOf(parent['matchLabels']) }).filter(
    ([, label]) => typeof label === 'string',
  );
  return `${field}: ${JSON.stringify({ matchLabels: Object.fromEntries(labels) })}`;
}

/** Alertmanager's own configuration has matchers as a map of labels, the resource as a list. */
function valueFor(meant: string, { key, value }: UnknownField): unknown {
  if (meant !== 'matchers' || !isMap(value)) return value;
  const matchType = lettersOf(key) === 'matchre' ? '=~' : '=';
  return Object.entries(value).map(([name, wanted]) => ({ name, matchType, value: wanted }));
}

function meantBy({ key, siblings, parent }: UnknownField): string | undefined {
  const elsewhere = otherName(key);
  const free = siblings.filter((name) => !Object.hasOwn(parent, name));
  if (elsewhere !== undefined && free.includes(elsewhere)) return elsewhere;
  return free.find((name) => lettersOf(name) === lettersOf(key)) ?? nearest(key, free);
}
