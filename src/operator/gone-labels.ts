import type { Relabeling } from '../kubernetes/relabeling';

/** Labels of a target that Prometheus removes before it relabels the samples. */
const GONE = /^__(meta_.*|address__|scheme__|metrics_path__|param_.*|scrape_interval__|scrape_timeout__)$/;

/**
 * The labels that a step of `metricRelabelings` reads or sets in vain, as they exist for targets only.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#metric_relabel_configs
 */
export function goneLabels({ sourceLabels = [], targetLabel = '' }: Relabeling): readonly string[] {
  return [...sourceLabels, targetLabel].filter((label) => GONE.test(label));
}

/** Whether a regular expression of a step matches every value, the empty one included. */
export const matchesEverything = ({ regex = '' }: Relabeling): boolean => /^\^?(\(?\.\*\)?)?\$?$/.test(regex);
