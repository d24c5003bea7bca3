import type * as z from 'zod';
import type { PartProblem } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { named, parseInput } from '../findings/parse-input';
import { seconds, type Duration } from '../promql/window';
import { environmentSchema } from './environment-schema';
import { expectationProblems } from './expectation';
import type { EnvironmentProps } from './props';
import { receiverConflicts } from './receiver';

export type { Platform } from './environment-schema';
export type { EnvironmentProps, SecretRef } from './props';

/** A cluster and its settings, with all defaults. The fields are documented in {@link EnvironmentProps}. */
export type Environment = z.output<typeof environmentSchema>;
export type Receiver = Environment['receivers'][number];
export type RemoteWrite = Environment['remoteWrite'][number];

/** How far back a central ruler looks: samples by remote write arrive within seconds, unless the network is slow. */
const CENTRAL_QUERY_OFFSET = '1m';

/** How far back the rules of an environment look. Undefined: they look at now. */
export function queryOffsetOf({
  ruler,
  ruleQueryOffset,
}: Pick<Environment, 'ruler' | 'ruleQueryOffset'>): Duration | undefined {
  return ruleQueryOffset ?? (ruler === 'central' ? CENTRAL_QUERY_OFFSET : undefined);
}

/** Four scrapes fit into a rate window of 5 minutes, so one of them may fail. */
const LONGEST_SCRAPE_INTERVAL = 75;

/**
 * Checks and completes an environment.
 * @throws InvalidInput with every wrong field
 * @example
 * const dev = defineEnvironment({
 *   name: 'dev',
 *   cluster: 'dev',
 *   platform: 'kind',
 *   release: 'prometheus',
 *   namespaces: { services: 'default', monitoring: 'monitoring' },
 *   discovery: 'all',
 *   scrapeInterval: '30s',
 *   retention: '31d',
 *   storage: 'ephemeral',
 *   replicas: 1,
 *   grafana: { adminSecret: 'grafana-admin' },
 *   runbooks: 'https://example.com/runbooks',
 * });
 */
export function defineEnvironment(props: EnvironmentProps): Environment {
  const resource = named('environment', props);
  const environment = parseInput(environmentSchema, resource, props);
  const problems = conflicts(environment).map((problem) => ({ resource, ...problem }));
  if (problems.length > 0) throw new InvalidInput(problems);
  return environment;
}

/** Problems between fields that are valid by themselves. */
function conflicts(environment: Environment): readonly PartProblem[] {
  const problems: PartProblem[] = [];
  if (seconds(environment.scrapeInterval) > LONGEST_SCRAPE_INTERVAL)
    problems.push({
      path: 'scrapeInterval',
      message: 'the 5m window of the rules would hold fewer than four scrapes',
      found: environment.scrapeInterval,
      fix: `use ${LONGEST_SCRAPE_INTERVAL}s or less`,
    });
  if (environment.shards > 1 && environment.remoteWrite.length === 0 && environment.thanos === undefined)
    problems.push({
      path: 'shards',
      message: 'shards split the targets, so rules need a place where all series are available',
      found: environment.shards,
      fix: 'use 1, or set remoteWrite or thanos',
    });
  problems.push(...receiverConflicts(environment), ...expectationProblems(environment.expect));
  return problems;
}
