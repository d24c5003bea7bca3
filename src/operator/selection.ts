import { selectorKeys, type SelectedKind } from '../helm-values/selectors';
import { NAMESPACE_NAME_LABEL, type Manifests } from '../kubernetes/manifests';
import type { KubernetesObject } from '../kubernetes/object';
import { selects, showSelector, type LabelSelector } from '../kubernetes/selector';
import type { PrometheusSettings } from './settings';

/** Whether a Prometheus selects an object, by its selectors and by the namespaces that its operator watches. */
export type Selection =
  | { readonly selected: 'yes'; readonly by: PrometheusSettings }
  /** Labels of the namespace decide, and they were not read. */
  | { readonly selected: 'unknown'; readonly because: string }
  | { readonly selected: 'no'; readonly by: PrometheusSettings; readonly mismatches: readonly Mismatch[] };

/** One reason why an object is not selected. */
export type Mismatch =
  | {
      readonly kind: 'labels';
      /** Field of the resource or of the values that holds the selector. */
      readonly setting: string;
      readonly selector: LabelSelector;
    }
  | {
      readonly kind: 'namespace';
      readonly setting: string;
      /** Of namespaces. @default the namespace of Prometheus only */
      readonly selector?: LabelSelector;
    }
  | { readonly kind: 'nothing'; readonly setting: string; readonly because: string }
  | { readonly kind: 'operator'; readonly watched?: readonly string[]; readonly denied?: readonly string[] };

type Selectable = Pick<KubernetesObject, 'namespace' | 'labels' | 'plain'>;

/** Whether any Prometheus selects an object; if not, the answer of the one with the fewest mismatches. */
export function selection(
  object: Selectable,
  kind: SelectedKind,
  settings: PrometheusSettings,
  manifests: Pick<Manifests, 'namespaceLabels'>,
): Selection {
  // Prometheus reads the file itself.
  if (object.plain) return { selected: 'yes', by: settings };
  const answers = [settings, ...(settings.others ?? [])].map((one) =>
    selectionBy(object, kind, one, manifests),
  );
  const negative = answers.flatMap((answer) => (answer.selected === 'no' ? [answer] : []));
  return (
    answers.find(({ selected }) => selected === 'yes') ??
    answers.find(({ selected }) => selected === 'unknown') ??
    negative.reduce((nearest, answer) =>
      answer.mismatches.length < nearest.mismatches.length ? answer : nearest,
    )
  );
}

/**
 * Whether no Prometheus selects an object. Labels do not decide where neither a Prometheus nor values were read and no object
 * has a release: then the selector is a guess.
 */
export function isLeftOut(
  object: Selectable,
  kind: SelectedKind,
  settings: PrometheusSettings,
  manifests: Pick<Manifests, 'namespaceLabels'>,
): boolean {
  if (isGuessed(settings)) return false;
  return selection(object, kind, settings, manifests).selected === 'no';
}

/** Whether selectors are those of the chart, with a release that no object has. */
export const isGuessed = ({ origin, releaseAssumed, releaseSeen }: PrometheusSettings): boolean =>
  origin === 'chart defaults' && releaseAssumed === true && releaseSeen !== true;

/** Whether one Prometheus selects an object, without the others in its settings. */
export function selectionBy(
  { namespace, labels }: Selectable,
  kind: SelectedKind,
  settings: PrometheusSettings,
  manifests: Pick<Manifests, 'namespaceLabels'>,
): Selection {
  const { objects, namespaces } = settings.selectors[kind];
  const mismatches: Mismatch[] = [];
  if (objects.kind === 'none')
    mismatches.push({ kind: 'nothing', setting: objects.value, because: objects.because });
  if (objects.kind === 'matches' && !selects(objects.selector, labels))
    mismatches.push({
      kind: 'labels',
      setting: settingOf(settings, kind, 'selector'),
      selector: objects.selector,
    });
  const watched = unwatched(namespace, settings);
  if (watched !== undefined) mismatches.push(watched);
  if (namespaces.kind === 'none')
    mismatches.push({ kind: 'nothing', setting: namespaces.value, because: namespaces.because });
  if (namespaces.kind === 'own namespace' && namespace !== settings.namespace)
    mismatches.push({ kind: 'namespace', setting: settingOf(settings, kind, 'namespaces') });
  if (namespaces.kind === 'matches') {
    const matched = namespaceMatches(namespaces.selector, namespace, manifests);
    if (matched === 'no')
      mismatches.push({
        kind: 'namespace',
        setting: settingOf(settings, kind, 'namespaces'),
        selector: namespaces.selector,
      });
    if (matched === 'unknown' && mismatches.length === 0) {
      const because = `the labels of namespace ${namespace}, selected by ${showSelector(namespaces.selector)}, were not read`;
      return { selected: 'unknown', because };
    }
  }
  return mismatches.length === 0
    ? { selected: 'yes', by: settings }
    : { selected: 'no', by: settings, mismatches };
}

function unwatched(
  namespace: string,
  { watchedNamespaces, deniedNamespaces = [] }: PrometheusSettings,
): Mismatch | undefined {
  if (deniedNamespaces.includes(namespace)) return { kind: 'operator', denied: deniedNamespaces };
  return watchedNamespaces === undefined || watchedNamespaces.includes(namespace)
    ? undefined
    : { kind: 'operator', watched: watchedNamespaces };
}

/** Kubernetes labels every namespace with its name; other labels are known only if the namespace was read. */
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
  const required = Object.keys(others.matchLabels ?? {}).length + (others.matchExpressions ?? []).length;
  return required === 0 ? 'yes' : 'unknown';
}

const partOf = (
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  includes: (key: string) => boolean,
) => ({
  matchLabels: Object.fromEntries(Object.entries(matchLabels).filter(([key]) => includes(key))),
  matchExpressions: matchExpressions.filter(({ key }) => includes(key)),
});

/** Path of a selector in the resource or in the values. */
function settingOf(
  { origin }: Pick<PrometheusSettings, 'origin'>,
  kind: SelectedKind,
  which: keyof ReturnType<typeof selectorKeys>,
): string {
  return `${origin === 'Prometheus resource' ? 'spec' : 'prometheus.prometheusSpec'}.${selectorKeys(kind)[which]}`;
}
