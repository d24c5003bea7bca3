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

/** What every panel asks. */
export const DATASOURCE: DataSourceRef = { type: 'prometheus', uid: '$datasource' };

/** Uid of the data source that kube-prometheus-stack sets up. */
const STACK_DATASOURCE = 'prometheus';

const ALL: VariableOption = { text: 'All', value: '$__all' };

/** Which Prometheus is asked. */
export function datasourceVariable(): Variable {
  return new DatasourceVariableBuilder('datasource')
    .label('Data source')
    .description('The Prometheus that is asked')
    .type('prometheus')
    .current({ text: 'Prometheus', value: STACK_DATASOURCE });
}

/**
 * Which environment, where several write to one store. Prometheus adds the label `cluster` only to what leaves it, so
 * within one cluster there is nothing to choose, and All is right.
 * @param series that every environment has
 */
export function environmentVariable(series: Series): Variable {
  return labelValues(CLUSTER.label, print(series.expr))
    .label('Environment')
    .description('The cluster, where several write to one store; All within a single cluster')
    .includeAll(true)
    .allValue('.*')
    .current(ALL);
}

/** @param current where the service is in the environment that the dashboard was made for */
export function namespaceVariable(series: Series, current: string): Variable {
  return labelValues('namespace', grafanaExpr(series.expr))
    .label('Namespace')
    .description('The namespace of the service')
    .current({ text: current, value: current });
}

/** @param name which {@link chosen} selects by */
export function choiceVariable(name: string, label: string, series: Series): Variable {
  return labelValues(label, grafanaExpr(series.expr), name)
    .label(capitalized(label))
    .description(`Which ${label} the panels by ${label} show`)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current(ALL);
}

/** A value that all queries of a dashboard share, and nobody chooses. */
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
      // oxlint-disable-next-line unicorn/no-array-sort -- a setter of the SDK, no array
      .sort(VariableSort.NaturalAsc)
  );
}

/** How a label is called in a heading. */
export function capitalized(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1).replaceAll('_', ' ');
}
