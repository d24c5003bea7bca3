import { Testing, Yaml, type Chart } from 'cdk8s';

/** The objects of a chart as the file that cdk8s writes. */
export const yamlOf = (chart: Chart): string =>
  Yaml.stringify(...(Testing.synth(chart) as readonly unknown[]));
