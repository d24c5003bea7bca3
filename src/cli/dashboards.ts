import { InvalidArgumentError, Option, type Command } from 'commander';
import { writeNamed } from '../findings/bounded-file';
import { tryMilliseconds } from '../promql/window';
import { pathArgument } from './caller';
import { environmentOption } from './environment-option';
import { configOption, loadStack, type StackOptions } from './load-stack';

interface DashboardsOptions extends StackOptions {
  readonly prometheus: string;
  readonly output: string;
  /** Seconds. @default what each dashboard shows when it is opened */
  readonly last?: number;
}

export function addDashboards(program: Command): void {
  program
    .command('dashboards')
    .description('draw the dashboards with the data of a Prometheus, in one HTML page that needs no Grafana')
    .addOption(configOption())
    .addOption(environmentOption())
    .option('-p, --prometheus <url>', 'address of the Prometheus to query', 'http://127.0.0.1:9090')
    .option('-o, --output <file>', 'HTML file to write', pathArgument, 'dashboards.html')
    .addOption(
      new Option('--last <duration>', 'time range, e.g. 30m (default: the one of each dashboard)').argParser(
        lengthInSeconds,
      ),
    )
    .action(drawDashboards);
}

function lengthInSeconds(text: string): number {
  const length = tryMilliseconds(text) ?? 0;
  if (length === 0) throw new InvalidArgumentError('Not a duration above 0. Write it like 30m or 6h.');
  return length / 1000;
}

async function drawDashboards(options: DashboardsOptions): Promise<void> {
  const { config, environment, prometheus, output, last } = options;
  const [
    { isListed, placeServices },
    { overviewDashboard },
    { dashboardsPage },
    { serviceDashboards },
    { prometheusQueries },
  ] = await Promise.all([
    import('../catalog/placement'),
    import('../dashboards/overview-dashboard'),
    import('../dashboards/page/page'),
    import('../dashboards/service-dashboards'),
    import('./prometheus-queries'),
  ]);
  const stack = await loadStack(config);
  const services = placeServices(stack.services, stack.environment(environment ?? stack.defaultEnvironment));
  const listed = services.filter(isListed);
  const page = await dashboardsPage(
    [...(listed.length === 0 ? [] : [overviewDashboard(listed)]), ...services.flatMap(serviceDashboards)],
    prometheusQueries(prometheus),
    Date.now() / 1000,
    last,
  );
  writeNamed(output, '--output', page);
  console.log(`Wrote ${output}; open it in a browser.`);
}
