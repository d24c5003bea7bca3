import { editDistance } from '../findings/edit-distance';
import { ownValue } from '../findings/fields';
import type { PartProblem } from '../findings/finding';
import { CHART } from './release';
import { SECTIONS } from './values-schema';

/** Replaces the list of a hundred allowed keys by the right section or spelling of an unknown key. */
export function withPlace<P extends PartProblem>(problem: P, input: unknown): P {
  if (problem.code !== 'unknown-field') return problem;
  const { path } = problem;
  if (typeof input === 'object' && input !== null && path.includes('.') && Object.hasOwn(input, path))
    return {
      ...problem,
      code: 'misplaced-field',
      fix: 'nest the keys: in a values file, a dot is part of the key',
    };
  const at = path.lastIndexOf('.');
  return { ...problem, ...placeOf(path.slice(0, Math.max(at, 0)), path.slice(at + 1)) };
}

/** Keys there are those of many charts. */
const IN_SUBCHARTS = ['grafana', 'prometheusOperator'];

/** Whether the chart has a key at the top, or in a section of Prometheus or Alertmanager. */
export const isChartKey = (key: string): boolean =>
  Object.keys(SECTIONS).some(
    (section) => !IN_SUBCHARTS.includes(section) && SECTIONS[section]?.includes(key),
  );

export const isTopKey = (key: string): boolean => SECTIONS['']?.includes(key) ?? false;

/** Whether the chart has a key below `alertmanager`. */
export const isAlertmanagerKey = (key: string): boolean => SECTIONS['alertmanager']?.includes(key) ?? false;

/** Sections that only switch a chart on or off, with the section for its own values. */
const SUBCHARTS: Readonly<Record<string, string>> = {
  nodeExporter: 'prometheus-node-exporter',
  kubeStateMetrics: 'kube-state-metrics',
  windowsMonitoring: 'prometheus-windows-exporter',
};

function placeOf(section: string, key: string): Pick<PartProblem, 'code' | 'fix'> | undefined {
  const subchart = ownValue(SUBCHARTS, section);
  if (subchart !== undefined) return move([subchart]);
  const own = ownValue(SECTIONS, section);
  // Sections outside the table have few keys, and the problem lists all of them.
  if (own === undefined) return undefined;
  const elsewhere = Object.keys(SECTIONS).filter((other) => SECTIONS[other]?.includes(key));
  const nearby = elsewhere.filter((other) => section === '' || root(other) === root(section));
  const similar = own.find((known) => isSimilar(key, known));
  if (nearby.length > 0) return move(nearby);
  if (similar !== undefined) return { code: 'misspelt-field', fix: `write ${similar}` };
  if (elsewhere.length > 0) return move(elsewhere);
  return {
    code: 'unknown-field',
    fix: `remove it, or look up the key with "helm show values ${CHART.name} --repo ${CHART.repository} --version ${CHART.version}"`,
  };
}

const root = (section: string): string => section.split('.')[0]!;

const move = (sections: readonly string[]) => ({
  code: 'misplaced-field',
  fix: `move it to ${sections.map((section) => section || 'the top level').join(' or ')}`,
});

/** One or two letters differ, or one is the start of the other. */
function isSimilar(key: string, known: string): boolean {
  const [a, b] = [key.toLowerCase(), known.toLowerCase()];
  const abbreviated = Math.min(a.length, b.length) >= 5 && (a.startsWith(b) || b.startsWith(a));
  return abbreviated || editDistance(a, b) <= (key.length < 6 ? 1 : 2);
}
