import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import {
  ConstantVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
  VariableSort,
  type VariableModel,
  type VariableOption,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { print } from '../promql/print';
import type { Series } from '../promql/build';
import { CLUSTER, grafanaExpr } from './grafana-expr';

type Variable = Builder<VariableModel>;

export const DATASOURCE: DataSourceRef = { type: 'prometheus', uid: '$datasource' };

/** Uid of the data source that kube-prometheus-stack creates. */
const STACK_DATASOURCE = 'prometheus';

const ALL: VariableOption = { text: 'All', value: '$__all' };

export function datasourceVariable(): Variable {
  return new DatasourceVariableBuilder('datasource')
    .label('Data source')
    .description('The Prometheus to query')
    .type('prometheus')
    .current({ text: 'Prometheus', value: STACK_DATASOURCE });
}

/**
 * The environment, if several write to one store. Prometheus adds the label `cluster` only to series that leave it;
 * within one cluster the variable has no values, and All selects everything.
 * @param series that exists in every environment
 */
export function environmentVariable(series: Series): Variable {
  return labelValues(CLUSTER.label, print(series.expr))
    .label('Environment')
    .description('The cluster, if several write to one store; otherwise All')
    .includeAll(true)
    .allValue('.*')
    .current(ALL);
}

/** @param current namespace of the service in the environment of the dashboard */
export function namespaceVariable(series: Series, current: string): Variable {
  return labelValues('namespace', grafanaExpr(series.expr))
    .label('Namespace')
    .description('The namespace of the service')
    .current({ text: current, value: current });
}

/** @param name of the variable, used by {@link chosen} */
export function choiceVariable(name: string, label: string, series: Series): Variable {
  return labelValues(label, grafanaExpr(series.expr), name)
    .label(capitalized(label))
    .description(`Filters the panels by ${label}`)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current(ALL);
}

/** A hidden constant that the queries of a dashboard share. */
export function constantVariable(name: string, value: string): Variable {
  const variable = new ConstantVariableBuilder(name).value(value).build();
  return { build: () => ({ ...variable, hide: VariableHide.HideVariable }) };
}

/** @param name of the variable. @default the label */
function labelValues(label: string, series: string, name = label): QueryVariableBuilder {
  const query = `label_values(${series}, ${label})`;
  return (
    new QueryVariableBuilder(name)
      .datasource(DATASOURCE)
      .query(query)
      .definition(query)
      .refresh(VariableRefresh.OnTimeRangeChanged)
      // oxlint-disable-next-line unicorn/no-array-sort -- a setter of the SDK, not an array
      .sort(VariableSort.NaturalAsc)
  );
}

/** A label as a heading. */
export function capitalized(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1).replaceAll('_', ' ');
}
