import { shell } from '../../../findings/shell';
import { seriesNames } from '../../../metrics/series';
import { defineCheck } from '../../check';
import { namesRead } from '../../expressions/metric-names';
import { linkedService } from '../../contract-of-link';
import { poolOf, targetsIn } from '../../live/pool';

export const check = defineCheck({
  id: 'live-series-absent',
  severity: 'error',
  question: 'Does every healthy target have the series that the rules read?',
  symptom: 'The target is up, but the query is empty.',
  why: 'The metrics page lacks the metric, or relabeling stored it under another name or other labels.',
  remedy:
    'Compare the metrics page of the target with the contract, and the labels of its series with the expression.',
  see: 'https://prometheus.io/docs/concepts/jobs_instances/',
  needs: ['live', 'paths', 'rules', 'contracts'],
  find: ({ live, paths, rules, contracts }) => {
    const read = namesRead(rules);
    return paths.flatMap((path) => {
      const up = targetsIn(live, poolOf(path)).filter(({ health }) => health === 'up');
      if (up.length === 0) return undefined;
      return path.links.flatMap((link) => {
        const contract = linkedService(path, link, contracts)?.contract;
        const { namespace, job } = up[0]!.labels;
        const names = Object.values(contract ?? {}).flatMap(seriesNames);
        return names
          .filter((name) => read.has(name))
          .filter(
            (name) =>
              !(live.series.get(name) ?? []).some(
                ({ labels }) => labels['namespace'] === namespace && labels['job'] === job,
              ),
          )
          .map((name) => ({
            path: `metric ${name}`,
            message: `no series of ${name} with namespace="${namespace}" and job="${job}", although ${up.length === 1 ? 'its target is' : `${up.length} of its targets are`} up`,
            found: elsewhere(live.series.get(name)),
            expected: `at least one series of ${name}`,
            fix: shell`npx signalproof contract check ${up[0]!.url}`,
            object: path.monitor,
          }));
      });
    });
  },
});

const elsewhere = (series: readonly { readonly labels: Readonly<Record<string, string>> }[] | undefined) =>
  series?.[0]?.labels;
