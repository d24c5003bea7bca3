import type { Command } from 'commander';
import { limitGarbage } from '../findings/garbage';
import { InvalidInput } from '../findings/invalid-input';
import { redactText } from '../findings/redact';
import { exitCode } from '../findings/report';
import { withAcceptOptions, type AcceptOptions } from './accept-options';
import { pathArgument } from './caller';
import { loadStackIfAny } from './load-stack';
import { OUTPUT_FOLDER, withManifestPaths } from './manifest-paths';
import { asReporting, reporting, writeReport, type ReportOptions } from './report-options';
import type { ChartOptions } from './chart-options';

interface DoctorOptions extends ReportOptions, AcceptOptions, ChartOptions {
  readonly config?: string;
  readonly cluster?: true;
  readonly context?: string;
  readonly prometheus?: string;
  readonly prometheusConfig?: string;
  readonly graph?: true;
  readonly mermaid?: true;
  readonly explain?: string;
  readonly list?: true;
}

export function addDoctor(program: Command): void {
  withAcceptOptions(withManifestPaths(asReporting(program.command('doctor'))))
    .description('check the chain from Prometheus to the pods, and show where it is broken')
    .option('--cluster', 'read the objects of a cluster with kubectl')
    .option('--context <name>', 'kubectl context of the cluster (default: the current one)')
    .option('--prometheus <url>', 'read targets, rules and series of a running Prometheus')
    .option(
      '--prometheus-config <file>',
      'credentials and TLS for it, in the format of promtool --http.config.file (default: variables SIGNALPROOF_PROMETHEUS_USERNAME, _PASSWORD, _TOKEN and _CA_FILE)',
      pathArgument,
    )
    .option('--graph', 'draw the chain of every monitor')
    .option('--mermaid', 'draw it as a Mermaid flowchart')
    .option('--explain <check>', 'explain one check')
    .option(
      '--list',
      'list the checks, and what is suppressed in doctor.yaml and in the files that are named',
    )
    .action((paths: readonly string[], options: DoctorOptions) => reporting(() => doctor(paths, options)));
}

async function doctor(paths: readonly string[], options: DoctorOptions): Promise<void> {
  if (options.list || options.explain !== undefined) {
    const { checks } = await import('../doctor/checks/index');
    const { explain, findCheck, listChecks } = await import('../doctor/explain');
    console.log(
      options.explain === undefined
        ? [listChecks(checks), await suppressed(paths, options)].filter((part) => part !== '').join('\n')
        : explain(findCheck(checks, options.explain)),
    );
    return;
  }
  const { diagnose } = await import('../doctor/diagnose');
  const { gather } = await import('../doctor/evidence');
  const { accept } = await import('./accept');
  limitGarbage();
  const { cluster, prometheus, values } = options;
  const isGiven = paths.length > 0 || [cluster, prometheus, values].some((given) => given !== undefined);
  const sources = { ...options, plain: 'alone' as const, paths: isGiven ? paths : [OUTPUT_FOLDER] };
  const evidence = await gather(sources, (await loadStackIfAny(options.config))?.services ?? []);
  const { facts, report: all } = diagnose(evidence);
  const report = accept(all, evidence.texts ?? new Map<string, string>(), options);
  if (options.graph || options.mermaid) {
    const { asMermaid, asText } = await import('../doctor/graph/formats');
    const { chainOf } = await import('../doctor/graph/chain');
    const chain = chainOf(facts);
    if (chain === undefined) throw noChain();
    console.log(redactText(options.mermaid ? asMermaid(chain) : asText(chain)));
    process.exitCode = exitCode(report.findings, options.failOn);
    return;
  }
  writeReport(report, options);
}

/** What is accepted in the files that are named, and in doctor.yaml. */
async function suppressed(paths: readonly string[], options: DoctorOptions): Promise<string> {
  const { readFiles } = await import('../doctor/sources/files');
  const { listSuppressions } = await import('../doctor/suppressions/list');
  const { suppressionsIn } = await import('./accept');
  const texts =
    paths.length === 0
      ? new Map<string, string>()
      : readFiles(paths, { plain: { hasValues: options.values !== undefined } }).texts;
  return listSuppressions(suppressionsIn(texts, options));
}

const noChain = (): InvalidInput =>
  new InvalidInput({
    resource: 'doctor',
    path: '--graph',
    message: 'no manifests to draw',
    found: undefined,
    fix: 'name files or a folder, or give --cluster',
  });
