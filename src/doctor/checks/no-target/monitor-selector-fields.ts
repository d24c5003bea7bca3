import { ENDPOINTS_FIELD, type Monitor } from '../../../kubernetes/monitor';
import { isMap, mapOf, textOf, type Fields } from '../../../kubernetes/object';
import { sanitizedLabel } from '../../../operator/selector-relabelings';
import { mistakenKind } from '../shared/mistaken-kind';
import { defineCheck, type Found, type Reported } from '../../check';

// Certain from the monitor alone.
export const check = defineCheck({
  id: 'monitor-selector-fields',
  severity: 'error',
  question: 'Do the selectors of every monitor have only known fields?',
  symptom: 'kubectl rejects the monitor, or the monitor selects the wrong Services or none.',
  why: '`selector` has matchLabels and matchExpressions; `namespaceSelector`, beside it, has any and matchNames. The API server rejects other fields, and older clients drop them without an error.',
  remedy: 'Move each field to its place: `spec.selector.matchLabels`, `spec.namespaceSelector.matchNames`.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.NamespaceSelector',
  needs: ['manifests'],
  find: ({ manifests }) =>
    manifests.monitors
      // Reported by object-kind.
      .filter((monitor) => mistakenKind(monitor) === undefined)
      .map((monitor) => [misplaced(monitor), colliding(monitor), withoutEndpoints(monitor)]),
});

type Row = Pick<Reported, 'path' | 'message' | 'found' | 'expected' | 'fix'>;

const IN_SELECTOR = ['matchLabels', 'matchExpressions'];
const IN_NAMESPACE_SELECTOR = ['any', 'matchNames'];

function misplaced(monitor: Monitor): Found {
  const { selector, namespaceSelector } = mapOf(monitor.fields['spec']);
  const rows = [
    ...unknownFields(selector, IN_SELECTOR).map(([key, value]) => inSelector(key, value, mapOf(selector))),
    ...unknownFields(namespaceSelector, IN_NAMESPACE_SELECTOR).map(([key, value]) =>
      inNamespaceSelector(key, value),
    ),
  ];
  return rows.map((row) => ({ object: monitor, ...row }));
}

const unknownFields = (value: unknown, known: readonly string[]): readonly (readonly [string, unknown])[] =>
  Object.entries(mapOf(value)).filter(([key]) => !known.includes(key));

function inSelector(key: string, value: unknown, selector: Fields): Row {
  const namespaces =
    key === 'namespaceSelector' ? value : IN_NAMESPACE_SELECTOR.includes(key) ? { [key]: value } : undefined;
  const common = { path: `spec.selector.${key}`, found: value };
  if (namespaces !== undefined)
    return {
      ...common,
      message: 'namespaces belong beside selector; inside it, they are ignored',
      expected: 'namespaceSelector beside selector',
      fix: `namespaceSelector: ${JSON.stringify(namespaces)}`,
    };
  const unknown = unknownFields(selector, [...IN_SELECTOR, ...IN_NAMESPACE_SELECTOR, 'namespaceSelector']);
  const labels = Object.fromEntries(unknown.map(([label, of]) => [label, textOf(of) ?? 'value']));
  const known = Object.fromEntries(Object.entries(selector).filter(([name]) => IN_SELECTOR.includes(name)));
  return {
    ...common,
    message: 'unknown field of a selector',
    expected: `one of ${IN_SELECTOR.join(', ')}`,
    fix: `selector: ${JSON.stringify({ ...known, matchLabels: { ...mapOf(selector['matchLabels']), ...labels } })}`,
  };
}

function inNamespaceSelector(key: string, value: unknown): Row {
  return {
    path: `spec.namespaceSelector.${key}`,
    message: "unknown field of a monitor's namespaceSelector, which selects by name only",
    found: value,
    expected: `one of ${IN_NAMESPACE_SELECTOR.join(', ')}`,
    fix: `namespaceSelector: {"matchNames":[${JSON.stringify(nameIn(value) ?? 'default')}]}`,
  };
}

/** The name in `matchLabels: {kubernetes.io/metadata.name: default}`, in `[default]`, or in `default`. */
function nameIn(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? (value as readonly unknown[])[0] : value;
  return textOf(isMap(first) ? Object.values(first)[0] : first);
}

/** In names of labels, Prometheus writes _ for every character but letters and digits. */
function colliding(monitor: Monitor): Found {
  const labels = Object.entries(monitor.selector.matchLabels ?? {});
  return labels.map(([key, value], index) => {
    const same = labels
      .slice(0, index)
      .find(([other, wanted]) => sanitizedLabel(other) === sanitizedLabel(key) && wanted !== value);
    return same === undefined
      ? undefined
      : {
          object: monitor,
          path: `spec.selector.matchLabels["${key}"]`,
          message: `Prometheus reads the labels ${same[0]} and ${key} as one, ${sanitizedLabel(key)}, which never has both values`,
          found: value,
          expected: 'one of the two labels',
          fix: `selector: ${JSON.stringify({
            ...mapOf(mapOf(monitor.fields['spec'])['selector']),
            matchLabels: Object.fromEntries(labels.filter(([other]) => other !== key)),
          })}`,
        };
  });
}

function withoutEndpoints(monitor: Monitor): Found {
  if (monitor.endpoints.length > 0) return undefined;
  const field = ENDPOINTS_FIELD[monitor.kind];
  const other = Object.values(ENDPOINTS_FIELD).find((name) => name !== field)!;
  const spec = mapOf(monitor.fields['spec']);
  const misnamed = spec[other];
  // Reported by field-type.
  if (isMap(spec[field])) return undefined;
  return {
    object: monitor,
    path: `spec.${misnamed === undefined ? field : other}`,
    message:
      misnamed === undefined
        ? 'the monitor has no endpoints, so nothing is scraped'
        : `unknown field of a ${monitor.kind}, so nothing is scraped`,
    found: misnamed ?? spec[field],
    expected: `${field} with at least one entry`,
    fix: misnamed === undefined ? `${field}: [{"port":"http"}]` : `rename ${other} to ${field}`,
  };
}
