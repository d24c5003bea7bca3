import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WatchedAlert } from '../certify/alert';
import { InvalidInput } from '../findings/invalid-input';
import { toYaml } from '../kubernetes/yaml/to-yaml';
import { promtoolFile } from './promtool-file';
import type { Run } from './random-runs';

/** When an alert began to fire, in seconds after the fault. */
export interface FiringTime {
  readonly alert: WatchedAlert;
  readonly at: number;
}

/**
 * Evaluates the alerts of one run in Prometheus' engine.
 * @param promtool path of the program
 */
export async function firingTimes(run: Run, promtool: string): Promise<readonly FiringTime[]> {
  const found = await Promise.all(
    [...run.row.groups].map(async ([every, groups]) => {
      const { rules, test, timeOf } = promtoolFile(run, every, groups);
      const output = await outputOf(promtool, rules, { rule_files: ['rules.yml'], ...test });
      const evaluations = evaluationsIn(output);
      return run.row.alerts
        .filter((alert) => alert.every === every)
        .flatMap((alert): readonly FiringTime[] => {
          const evaluation = evaluations.get(keyOf({ ...alert.labels, alertname: alert.name }));
          return evaluation === undefined ? [] : [{ alert, at: timeOf(evaluation) }];
        });
    }),
  );
  return found.flat().toSorted((a, b) => a.at - b.at);
}

/** Labels that tell alerts of one name apart. */
const keyOf = ({ alertname = '', slo = '', long = '' }: Readonly<Record<string, string>>): string =>
  JSON.stringify([alertname, slo, long]);

/** A result as promtool prints it: `{alertname="A", times="1"} 1.2E+01`. */
const RESULT = /\{([^{}]*)\} (-?[\d.]+(?:E[+-]\d+)?)/g;

/** @throws InvalidInput with what promtool printed instead of results */
function evaluationsIn(output: string): ReadonlyMap<string, number> {
  const [, got] = /\bgot:(.*)/s.exec(output) ?? [];
  if (got === undefined)
    throw new InvalidInput({
      resource: 'promtool',
      path: 'test rules',
      message: 'the program prints no results',
      found: output.trim().slice(-300),
      fix: 'put promtool of Prometheus 2.42 or newer on PATH',
    });
  const found = new Map<string, number>();
  for (const [, text, number] of got.matchAll(RESULT)) {
    const labels: Readonly<Record<string, string>> = Object.fromEntries(
      [...text!.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
    );
    const key = keyOf(labels);
    found.set(key, (found.get(key) ?? 0) + Math.round(Number(number)) * Number(labels['times']));
  }
  return found;
}

async function outputOf(promtool: string, rules: object, test: object): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'signalproof-simulate-'));
  try {
    for (const [name, content] of Object.entries({ 'rules.yml': rules, 'test.yml': test }))
      writeFileSync(join(folder, name), toYaml(content));
    return await new Promise((resolve, reject) => {
      const child = spawn(promtool, ['test', 'rules', 'test.yml'], { cwd: folder });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.on('error', reject).on('close', () => resolve(output));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
