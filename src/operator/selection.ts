import { selectorKeys, type SelectedKind } from '../helm-values/selectors';
import { NAMESPACE_NAME_LABEL, type Manifests } from '../kubernetes/manifests';
import type { KubernetesObject } from '../kubernetes/object';
import { selects, showSelector, type LabelSelector } from '../kubernetes/selector';
import type { PrometheusSettings } from './settings';

/** Whether a Prometheus takes an object, by its selectors and by what its operator watches. */
export type Selection =
  | { readonly taken: 'yes'; readonly by: PrometheusSettings }
  /** Labels of the namespace decide, and they were not read. */
  | { readonly taken: 'unknown'; readonly because: string }
  /** Everything that stands in the way. */
  | { readonly taken: 'no'; readonly by: PrometheusSettings; readonly refusals: readonly Refusal[] };

export type Refusal =
  | {
      readonly kind: 'labels';
      /** Field of the resource or of the values that asks for them. */
      readonly setting: string;
      readonly selector: LabelSelector;
    }
  | {
      readonly kind: 'namespace';
      readonly setting: string;
      /** Labels that a namespace must have. @default Prometheus' own namespace only */
      readonly selector?: LabelSelector;
    }
  | { readonly kind: 'nothing'; readonly setting: string; readonly because: string }
  | { readonly kind: 'operator'; readonly watched?: readonly string[]; readonly denied?: readonly string[] };

type Selectable = Pick<KubernetesObject, 'namespace' | 'labels'>;

/** Whether any of the Prometheus takes an object; if none does, what the one says that comes nearest. */
export function selection(
  object: Selectable,
  kind: SelectedKind,
  settings: PrometheusSettings,
  manifests: Pick<Manifests, 'namespaceLabels'>,
): Selection {
  const answers = [settings, ...(settings.others ?? [])].map((one) =>
    selectionBy(object, kind, one, manifests),
  );
  const refused = answers.flatMap((answer) => (answer.taken === 'no' ? [answer] : []));
  return (
    answers.find(({ taken }) => taken === 'yes') ??
    answers.find(({ taken }) => taken === 'unknown') ??
    refused.reduce((nearest, answer) => (answer.refusals.length < nearest.refusals.length ? answer : nearest))
  );
}

/** Whether one Prometheus takes an object; the others in its settings do not matter. */
export function selectionBy(
  { namespace, labels }: Selectable,
  kind: SelectedKind,
  settings: PrometheusSettings,
  manifests: Pick<Manifests, 'namespaceLabels'>,
): Selection {
  const { objects, namespaces } = settings.selectors[kind];
  const refusals: Refusal[] = [];
  if (objects.kind === 'none')
    refusals.push({ kind: 'nothing', setting: objects.value, because: objects.because });
  if (objects.kind === 'matches' && !selects(objects.selector, labels))
    refusals.push({
      kind: 'labels',
      setting: settingOf(settings, kind, 'selector'),
      selector: objects.selector,
    });
  const watched = unwatched(namespace, settings);
  if (watched !== undefined) refusals.push(watched);
  if (namespaces.kind === 'none')
    refusals.push({ kind: 'nothing', setting: namespaces.value, because: namespaces.because });
  if (namespaces.kind === 'own namespace' && namespace !== settings.namespace)
    refusals.push({ kind: 'namespace', setting: settingOf(settings, kind, 'namespaces') });
  if (namespaces.kind === 'matches') {
    const matched = namespaceMatches(namespaces.selector, namespace, manifests);
    if (matched === 'no')
      refusals.push({
        kind: 'namespace',
        setting: settingOf(settings, kind, 'namespaces'),
        selector: namespaces.selector,
      });
    if (matched === 'unknown' && refusals.length === 0) {
      const because = `Namespace ${namespace} was not read, and ${showSelector(namespaces.selector)} asks for its labels`;
      return { taken: 'unknown', because };
    }
  }
  return refusals.length === 0 ? { taken: 'yes', by: settings } : { taken: 'no', by: settings, refusals };
}

function unwatched(
  namespace: string,
  { watchedNamespaces, deniedNamespaces = [] }: PrometheusSettings,
): Refusal | undefined {
  if (deniedNamespaces.includes(namespace)) return { kind: 'operator', denied: deniedNamespaces };
  return watchedNamespaces === undefined || watchedNamespaces.includes(namespace)
    ? undefined
    : { kind: 'operator', watched: watchedNamespaces };
}

/** The name of a namespace is a label that Kubernetes gives it; the others are known only if it was read. */
export function namespaceMatches(
  selector: LabelSelector,
  name: string,
  { namespaceLabels }: Pick<Manifests, 'namespaceLabels'>,
): 'yes' | 'no' | 'unknown' {
  const labels = namespaceLabels(name);
  if (labels !== undefined) return selects(selector, labels) ? 'yes' : 'no';
  const ofName = partOf(selector, (key) => key === NAMESPACE_NAME_LABEL);
  if (!selects(ofName, { [NAMESPACE_NAME_LABEL]: name })) return 'no';
  const others = partOf(selector, (key) => key !== NAMESPACE_NAME_LABEL);
  const asked = Object.keys(others.matchLabels ?? {}).length + (others.matchExpressions ?? []).length;
  return asked === 0 ? 'yes' : 'unknown';
}

const partOf = (
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  asked: (key: string) => boolean,
) => ({
  matchLabels: Object.fromEntries(Object.entries(matchLabels).filter(([key]) => asked(key))),
  matchExpressions: matchExpressions.filter(({ key }) => asked(key)),
});

/** Where a selector is written: in the resource, or in the values. */
function settingOf(
  { origin }: Pick<PrometheusSettings, 'origin'>,
  kind: SelectedKind,
  which: keyof ReturnType<typeof selectorKeys>,
): string {
  return `${origin === 'Prometheus resource' ? 'spec' : 'prometheus.prometheusSpec'}.${selectorKeys(kind)[which]}`;
}
