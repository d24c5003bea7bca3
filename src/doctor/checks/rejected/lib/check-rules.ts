import { shellWord } from '../../../../findings/shell';
import type { KubernetesObject } from '../../../../kubernetes/object';

/** The command that checks all rules of an object: promtool reads rule files, not PrometheusRules. */
export function checkRules({ at, plain }: KubernetesObject): string {
  const file = at === undefined ? '<file>' : shellWord(at.file);
  return plain ? `promtool check rules ${file}` : `yq .spec ${file} | promtool check rules /dev/stdin`;
}
