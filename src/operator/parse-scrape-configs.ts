import { parse } from 'yaml';
import { isMap, listOf, mapOf, textOf } from '../kubernetes/object';
import type { ScrapeConfigProblem } from './additional-scrape-configs';

/** Reads the list from text. @returns the problem of text that is not a list */
export function parseScrapeConfigs(
  text: string,
): { readonly list: readonly unknown[] } | ScrapeConfigProblem {
  const all = { path: '', expected: 'a YAML list of scrape configurations' };
  let value: unknown;
  try {
    value = parse(text, { logLevel: 'error' });
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    return {
      ...all,
      message: `invalid YAML: ${line.replace(/:$/, '')}`,
      found: undefined,
      fix: 'correct the YAML of the value',
    };
  }
  if (Array.isArray(value)) return { list: value as unknown[] };
  const { apiVersion, kind } = mapOf(value);
  if (textOf(apiVersion) !== undefined && textOf(kind) !== undefined)
    return {
      ...all,
      message: `the value is a manifest of kind ${textOf(kind)}, but Prometheus appends it to its list of scrape configurations`,
      found: undefined,
      fix: 'keep only the list inside the manifest, so that the value starts with - job_name',
    };
  const above = listAbove(value);
  if (above !== undefined)
    return {
      ...all,
      message: `the value has the list below ${above}, but Prometheus appends it to its own list`,
      found: undefined,
      fix: `remove everything but the list below ${above}, and its indentation, so that the value starts with - job_name`,
    };
  return {
    ...all,
    message: 'the value is not a list',
    found: undefined,
    fix:
      isMap(value) && 'job_name' in value
        ? 'write a dash before job_name'
        : 'write a list that starts with - job_name',
  };
}

/** The key of a list of scrape configurations: `scrape_configs` in prometheus.yml, others in Helm values. */
const listAbove = (value: unknown): string | undefined =>
  Object.entries(mapOf(value)).find(
    ([key, inner]) =>
      Array.isArray(inner) &&
      (key === 'scrape_configs' || listOf(inner).some((item) => 'job_name' in mapOf(item))),
  )?.[0];
