import { mapOf, type Fields } from '../../../../kubernetes/object';
import { tryMilliseconds } from '../../../../promql/window';
import type { Facts, Subject } from '../../../check';
import { aboutValues } from '../../../checks/shared/given-values';
import { isPlaceholder } from '../../../../kubernetes/placeholder';
import { rulesIn, type RawRule } from '../../../rules/raw-rules';
import { scrapesIn } from '../../shared/scrapes';
import { timedIn } from './timed-parts';

export interface WrongDuration {
  readonly about: Subject;
  readonly path: string;
  readonly key: string;
  readonly value: unknown;
}

const KEYS = {
  Prometheus: ['scrapeInterval', 'scrapeTimeout', 'evaluationInterval', 'retention', 'ruleQueryOffset'],
  group: ['interval', 'query_offset'],
  rule: ['for', 'keep_firing_for'],
  file: ['scrape_interval', 'scrape_timeout', 'evaluation_interval'],
} as const;

export function wrongDurations({
  manifests,
  ruleGroups,
  prometheus,
}: Pick<Facts, 'manifests' | 'ruleGroups' | 'prometheus'>): readonly WrongDuration[] {
  const given = aboutValues(prometheus);
  const configured = manifests.operator('Prometheus', 'PrometheusAgent');
  const specs = configured
    .filter(({ plain }) => plain === undefined)
    .map((object) => ({ object, path: 'spec', fields: mapOf(object.fields['spec']) }));
  return [
    ...scrapesIn(manifests).flatMap((scrape) => inObject(scrape, [scrape.interval, 'scrapeTimeout'])),
    ...ruleGroups.flatMap((group) => inObject(group, KEYS.group)),
    ...rulesIn(ruleGroups).flatMap((rule) => inObject(rule, KEYS.rule)),
    ...specs.flatMap((spec) => inObject(spec, KEYS.Prometheus)),
    ...configured.flatMap((object) => timedIn(object).flatMap((part) => inObject(part, KEYS.file))),
    ...(given === undefined
      ? []
      : wrongIn(given.about, 'prometheus.prometheusSpec', given.prometheusSpec, KEYS.Prometheus)),
  ];
}

const inObject = (
  { object, path, fields }: Pick<RawRule, 'object' | 'path' | 'fields'>,
  keys: readonly string[],
): readonly WrongDuration[] => wrongIn({ object }, path, fields, keys);

const wrongIn = (
  about: Subject,
  place: string,
  fields: Fields,
  keys: readonly string[],
): readonly WrongDuration[] =>
  keys
    .filter((key) => isWrong(fields[key]))
    .map((key) => ({ about, path: `${place}.${key}`, key, value: fields[key] }));

/** An empty text counts as left out. */
function isWrong(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'string' || (tryMilliseconds(value) === undefined && !isPlaceholder(value));
}
