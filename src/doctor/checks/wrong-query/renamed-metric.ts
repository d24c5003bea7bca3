import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { exporterOf } from '../../expressions/exporters';
import { RENAMED_LABELS, RENAMED_METRICS } from '../../expressions/renamed';
import { nameOfSelector } from '../../expressions/series-catalog';
import { plainSelector } from '../../expressions/plain-series';
import type { Expr, Selector } from '../../../promql/expr';
import { print } from '../../../promql/print';

/** A warning: a cluster of that age may still run. */
export const check = defineCheck({
  id: 'renamed-metric',
  severity: 'warning',
  question: 'Do the exporters still expose what expressions read?',
  symptom: 'A rule or panel that was copied from an older source is always empty.',
  why: 'kube-state-metrics 2, node-exporter 0.16, CoreDNS 1.7 and Kubernetes 1.16 renamed metrics and labels. Many public dashboards and rules still have the old names.',
  remedy: 'Write the new name.',
  see: 'https://github.com/kubernetes/kube-state-metrics/blob/main/CHANGELOG.md',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { aggregations, selectors, catalog } }) => [
    aboutEach(aggregations, (node) => {
      const old = node.grouping?.labels.find((label) => Object.hasOwn(RENAMED_LABELS, label));
      // Where the selector has the old label, too, it is reported there.
      if (old === undefined || exporterOf(node.expr) !== 'cAdvisor' || hasMatcher(node.expr, old))
        return undefined;
      const labels = node.grouping!.labels.map((label) => RENAMED_LABELS[label] ?? label);
      return {
        message: `Kubernetes 1.16 renamed the label ${old} of cAdvisor`,
        found: print(node),
        expected: RENAMED_LABELS[old]!,
        fix: `write ${print({ ...node, grouping: { ...node.grouping!, labels: [...new Set(labels)] } })}`,
      };
    }),
    aboutEach(selectors, (selector, { text }) => {
      const name = nameOfSelector(selector);
      if (name === undefined || catalog.of(name) !== undefined) return undefined;
      const renamed = RENAMED_METRICS.get(name);
      // Many public rules read both names, for old and new clusters.
      if (renamed !== undefined && !reads(text, renamed.instead.replace(/\{.*/, '')))
        return {
          message: `${renamed.since} replaced ${name}`,
          found: name,
          expected: renamed.instead,
          fix: `write ${renamed.instead} instead of ${name}`,
        };
      return exporterOf(selector) === 'cAdvisor' ? oldLabel(selector) : undefined;
    }),
  ],
});

const hasMatcher = (expr: Expr, name: string): boolean =>
  plainSelector(expr)?.matchers.some(({ label }) => label === name) === true;

const reads = (text: string, name: string): boolean => new RegExp(String.raw`\b${name}\b`).test(text);

function oldLabel(selector: Selector): ReturnType<Parameters<typeof aboutEach<Selector>>[1]> {
  const old = selector.matchers.find(({ label }) => Object.hasOwn(RENAMED_LABELS, label));
  if (old === undefined) return undefined;
  const label = RENAMED_LABELS[old.label]!;
  return {
    message: `Kubernetes 1.16 renamed the label ${old.label} of cAdvisor`,
    found: print(selector),
    expected: label,
    fix: `write ${print({ ...selector, matchers: selector.matchers.map((matcher) => ({ ...matcher, label: RENAMED_LABELS[matcher.label] ?? matcher.label })) })}`,
  };
}
