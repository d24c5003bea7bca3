import { Option } from 'commander';
import { pathArgument } from './caller';

/** Values and release of kube-prometheus-stack decide what Prometheus selects, where no object says so. */
export interface ChartOptions {
  readonly values?: string;
  readonly release?: string;
}

/** @param prefix when it applies, e.g. `with paths: ` */
export const valuesOption = (prefix = ''): Option =>
  new Option(
    '--values <file>',
    `${prefix}Helm values of kube-prometheus-stack (default: found among what is read)`,
  ).argParser(pathArgument);

/** @param prefix when it applies, e.g. `with paths: ` */
export const releaseOption = (prefix = ''): Option =>
  new Option(
    '--release <name>',
    `${prefix}Helm release of kube-prometheus-stack (default: from the header of the values)`,
  );
