import type { Check } from '../../src/doctor/check';
import { factsOf, type FactSources, type KnownFacts } from '../../src/doctor/facts';
import { findingsOf, runChecks } from '../../src/doctor/run';
import { besideOthers, plainObject } from '../../src/doctor/sources/plain-files';
import type { Fields } from '../../src/findings/fields';
import { readManifests } from '../../src/kubernetes/read';
import type { Finding } from '../../src/findings/finding';

/** Facts of manifests written as YAML, and of Helm values or contracts if given. */
export const factsFrom = (yaml: string, sources: Omit<FactSources, 'objects'> = {}): KnownFacts =>
  factsOf({ objects: readManifests(yaml, 'test.yaml'), ...sources });

/** What one check finds in a prometheus.yml, which no operator writes. */
export const findingsForFile = (check: Check, config: Fields): readonly Finding[] =>
  findingsOf(
    runChecks(
      [check],
      factsOf({ objects: besideOthers([plainObject(config, 'prometheus.yml')!], [], false) }),
    ),
  );

/** What one check finds in manifests. */
export const findingsFor = (
  check: Check,
  yaml: string,
  sources: Omit<FactSources, 'objects'> = {},
): readonly Finding[] => findingsOf(runChecks([check], factsFrom(yaml, sources)));
