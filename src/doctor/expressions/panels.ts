import { jsonOf } from '../../findings/fields';
import { isMap, listOf, mapOf, textOf, type Fields, type KubernetesObject } from '../../kubernetes/object';
import type { Manifests } from '../../kubernetes/manifests';
import { ExprParser } from '../../promql/expr-parser';
import { unsupported, type Expression } from './expression';
import { withoutVariables } from '../../promql/grafana-variables';

/** Label by which Grafana's sidecar finds dashboards. */
const DASHBOARD_LABEL = 'grafana_dashboard';

/** Expressions of the dashboards in ConfigMaps. Invalid dashboards are ignored. */
export const panelExpressions = (
  manifests: Manifests,
  parser: ExprParser = new ExprParser(),
): readonly Expression[] => dashboardsIn(manifests).flatMap((object) => panelsOf(object, parser));

export const dashboardsIn = (manifests: Manifests): readonly KubernetesObject[] =>
  manifests.kind('ConfigMap').filter(({ labels }) => DASHBOARD_LABEL in labels);

/** Expressions of the dashboards in one ConfigMap. */
export const panelsOf = (object: KubernetesObject, parser: ExprParser): readonly Expression[] =>
  Object.entries(mapOf(object.fields['data'])).flatMap(([file, text]) =>
    file.endsWith('.json') && typeof text === 'string'
      ? ofDashboard(object, `data["${file}"]`, text, parser)
      : [],
  );

function ofDashboard(
  object: KubernetesObject,
  place: string,
  text: string,
  parser: ExprParser,
): readonly Expression[] {
  // Invalid JSON has no expressions to check.
  const dashboard = jsonOf(text);
  if (!isMap(dashboard)) return [];
  return [
    ...ofPanels(object, `${place}.panels`, listOf(dashboard['panels']), parser),
    // Until Grafana 5, panels were in rows.
    ...listOf(dashboard['rows']).flatMap((row, index) =>
      ofPanels(object, `${place}.rows[${index}].panels`, listOf(mapOf(row)['panels']), parser),
    ),
  ];
}

function ofPanels(
  object: KubernetesObject,
  place: string,
  panels: readonly unknown[],
  parser: ExprParser,
): readonly Expression[] {
  return panels.flatMap((item, index) => {
    const panel = mapOf(item);
    const here = `${place}[${index}]`;
    // A collapsed row contains its panels.
    const inside = ofPanels(object, `${here}.panels`, listOf(panel['panels']), parser);
    const targets = listOf(panel['targets']).flatMap((target, number) =>
      ofTarget(object, `${here}.targets[${number}].expr`, panel, mapOf(target), parser),
    );
    return [...targets, ...inside];
  });
}

function ofTarget(
  object: KubernetesObject,
  path: string,
  panel: Fields,
  target: Fields,
  parser: ExprParser,
): readonly Expression[] {
  const text = textOf(target['expr']);
  const source = sourceOf(target) ?? sourceOf(panel);
  // Other sources have expressions in other languages, some of which look like PromQL.
  if (text === undefined || text.trim() === '' || (source !== undefined && source !== 'prometheus'))
    return [];
  const title = textOf(panel['title']) ?? '';
  return [
    {
      object,
      path,
      title: `panel "${title}"`,
      text,
      of: { panel: { title, type: textOf(panel['type']) ?? '' } },
      ...parsed(text, source !== undefined, parser),
    },
  ];
}

const sourceOf = ({ datasource }: Fields): string | undefined => textOf(mapOf(datasource)['type']);

/** @param sure whether it is certain that the text is meant to be PromQL */
function parsed(
  text: string,
  sure: boolean,
  parser: ExprParser,
): Pick<Expression, 'expr' | 'error' | 'unread' | 'feature' | 'unsure'> {
  const { promql, asWritten, exact } = withoutVariables(text);
  const found = parser.parse(promql);
  if ('feature' in found) return { unread: unsupported(found.feature), feature: found.feature };
  if ('expr' in found) {
    const expr = asWritten(found.expr);
    // Nothing is known about a variable that stands for more than a value.
    return expr === undefined ? UNKNOWN_VARIABLES : { expr };
  }
  // `[$window]` may be a range or a subquery.
  if (!exact || 'expr' in parser.parse(promql.replaceAll('[1h]', '[1h:1m]'))) return UNKNOWN_VARIABLES;
  if (sure) return { error: found.error };
  return isLikelyPromQl(promql)
    ? { error: found.error, unsure: true }
    : { unread: 'a panel without the type of its data source' };
}

const UNKNOWN_VARIABLES = { unread: 'Grafana variables whose values are unknown' };

const STRINGS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g;

/** Only in PromQL does a name come before braces or a window. LogQL has pipes. */
function isLikelyPromQl(text: string): boolean {
  const code = text.replaceAll(STRINGS, '""');
  return /[\w:]\s*[{[]/.test(code) && !code.includes('|');
}
