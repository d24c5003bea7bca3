import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { measure } from '../measure';
import type { Measurement } from './scale';

const ROOT = resolve(import.meta.dirname, '..', '..');
const CDK8S = join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');

/** The plain App is quadratic: beyond its last number it would take minutes to hours. */
const SIZES = { stack: [100, 1000, 10_000], plain: [100, 1000] } as const;

/** Pairs of runs through the CLI; the median of their ratios stands a few that the machine disturbed. */
const PAIRS = 9;

/** Measures how synthesis grows with the number of services, and what this project adds to the cdk8s CLI. */
export function benchSynth(): void {
  scaling();
  startUp();
}

function scaling(): void {
  const rows = (Object.keys(SIZES) as (keyof typeof SIZES)[]).flatMap((way) =>
    SIZES[way].map((count) => ({ way, count, ...(measure('synth/scale.ts', way, count) as Measurement) })),
  );
  console.log(
    'Synthesis of N services (each with workload, ServiceMonitor, golden-signal rules, alerts and a dashboard; no objectives).\nThis project also proves them; the plain App does not.\n',
  );
  console.table(
    rows.map(({ way, count, seconds, peakMiB }) => ({
      what: way === 'stack' ? 'this project' : 'one cdk8s App',
      services: count,
      seconds: seconds.toFixed(2),
      'ms per service': ((1000 * seconds) / count).toFixed(2),
      'peak MiB': Math.round(peakMiB),
    })),
  );
  const cost = (way: string, count: number): number => {
    const row = rows.find((candidate) => candidate.way === way && candidate.count === count)!;
    return row.seconds / count;
  };
  console.log(
    `cost per service at 10,000 / at 100: ${(cost('stack', 10_000) / cost('stack', 100)).toFixed(2)} (at most 1.2)`,
  );
  console.log(
    `one cdk8s App / this project at 1000: ${(cost('plain', 1000) / cost('stack', 1000)).toFixed(1)} (at least 5)\n`,
  );
}

const EMPTY_APP = `import { App, Chart } from 'cdk8s';
const app = new App();
new Chart(app, 'empty');
app.synth();
`;

function startUp(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-cli-'));
  try {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    symlinkSync(join(ROOT, 'node_modules'), join(empty, 'node_modules'));
    writeFileSync(join(empty, 'main.ts'), EMPTY_APP);
    writeFileSync(join(empty, 'cdk8s.yaml'), 'language: typescript\napp: node --import tsx main.ts\n');
    const sources = join(folder, 'sources');
    mkdirSync(sources);
    writeFileSync(
      join(sources, 'cdk8s.yaml'),
      `language: typescript\napp: cd ${ROOT} && node --import tsx src/main.ts\n`,
    );
    const run = (cwd: string, name: string) => time(cwd, join(folder, name));
    run(ROOT, 'ours');
    run(empty, 'theirs');
    const pairs = Array.from({ length: PAIRS }, () => ({
      ours: run(ROOT, 'ours'),
      theirs: run(empty, 'theirs'),
      unbundled: run(sources, 'unbundled'),
    }));
    console.log(`cdk8s synth of the default stack: ${median(pairs.map(({ ours }) => ours)).toFixed(2)} s`);
    console.log(
      `cdk8s synth of an empty app:      ${median(pairs.map(({ theirs }) => theirs)).toFixed(2)} s`,
    );
    const ratio = median(pairs.map(({ ours, theirs }) => ours / theirs));
    console.log(`ratio, median of ${PAIRS} pairs:        ${ratio.toFixed(2)} (at most 1.15)`);
    const unbundled = median(pairs.map(({ unbundled, theirs }) => unbundled / theirs));
    console.log(`the same without scripts/bundle.mjs:  ${unbundled.toFixed(2)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Seconds of one run of the CLI, from its start to its end. */
function time(cwd: string, output: string): number {
  const start = process.hrtime.bigint();
  execFileSync(process.execPath, [CDK8S, 'synth', '--check-upgrade=false', '--output', output], {
    cwd,
    stdio: 'ignore',
  });
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
