import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mapOf } from '../kubernetes/object';
import { toYaml } from '../kubernetes/yaml/to-yaml';
import type { Clock } from './clock';
import { localAlerting } from './notifications';
import type { Plan } from './plan';
import { ruleFile } from './rule-files';
import type { LocalJob } from './scrape-jobs';
import { prometheusConfig, RULES_FOLDER, type Addresses } from './server-config';

/** Seconds on the faster clock until its hour is over: rules that wait for that are seen soon. */
const UNTIL_HOUR = 10 * 60;
const HOUR = 3600;

/** A clock that starts now. */
export function clockOf(speed: number): Clock {
  const real = Math.floor(Date.now() / 1000);
  return { speed, real, shown: Math.ceil(real / HOUR) * HOUR - UNTIL_HOUR };
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/**
 * Writes what Prometheus and Alertmanager read, but for the rules.
 * @param notify where notifications are posted
 * @returns what should be known about it
 */
export function writeConfigurations(
  folder: string,
  plan: Plan,
  jobs: readonly LocalJob[],
  addresses: Addresses,
  clock: Clock,
  notify: string,
): readonly string[] {
  for (const { targetsFile, targets } of jobs) write(folder, targetsFile, JSON.stringify(targets));
  write(folder, 'prometheus.yml', toYaml(prometheusConfig(plan, jobs, folder, addresses, clock)));
  const alerting = localAlerting(mapOf(plan.settings.values), notify, folder, clock);
  write(folder, 'alertmanager.yml', toYaml(alerting.config));
  for (const [name, text] of Object.entries(alerting.templates)) write(folder, name, text);
  return alerting.notes;
}

/**
 * Writes the rules, for Prometheus to load them.
 * @returns what should be known about them
 */
export function writeRules(folder: string, { rules }: Plan, clock: Clock): readonly string[] {
  return rules.flatMap((object) => {
    const { name, content, notes } = ruleFile(object, clock);
    write(folder, `${RULES_FOLDER}/${name}`, toYaml(content));
    return notes;
  });
}
