import { shellWord } from '../../../../findings/shell';
import { NAMESPACE_NAME_LABEL } from '../../../../kubernetes/manifests';
import type { LabelSelector } from '../../../../kubernetes/selector';

/** The command that labels a namespace to match, where a selector has plain labels that a user may set. */
export function namespaceLabel(selector: LabelSelector | undefined, namespace: string): string | undefined {
  const labels = Object.entries(selector?.matchLabels ?? {});
  if (labels.length === 0 || (selector?.matchExpressions ?? []).length > 0) return undefined;
  if (labels.some(([key]) => key === NAMESPACE_NAME_LABEL)) return undefined;
  return `kubectl label namespace ${shellWord(namespace)} ${labels.map(([key, value]) => shellWord(`${key}=${value}`)).join(' ')}`;
}
