/**
 * `npm run dashboards -- --prometheus URL`: draws every dashboard of the catalog with the data of a Prometheus, in one
 * HTML page that needs no Grafana. For looking at a change to a dashboard before anybody else does.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import stack from '../monitoring.config';
import { placeServices } from '../src/catalog/placement';
import { overviewDashboard } from '../src/dashboards/overview-dashboard';
import { serviceDashboards } from '../src/dashboards/service-dashboards';
import { InvalidInput } from '../src/findings/invalid-input';
import { seconds } from '../src/promql/window';
import { askPrometheus } from './dashboard-page/ask';
import { dashboardsPage } from './dashboard-page/page';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      prometheus: { type: 'string', default: 'http://127.0.0.1:9090' },
      environment: { type: 'string', default: process.env['STACK_ENV'] || stack.defaultEnvironment },
      output: { type: 'string', default: 'dashboards.html' },
      /** How much is shown, e.g. 30m. Otherwise what each dashboard shows when it is opened. */
      last: { type: 'string' },
    },
  });
  const services = placeServices(stack.services, stack.environment(values.environment));
  const page = await dashboardsPage(
    [overviewDashboard(services), ...services.flatMap(serviceDashboards)],
    askPrometheus(values.prometheus.replace(/\/$/, '')),
    Date.now() / 1000,
    values.last === undefined ? undefined : seconds(values.last),
  );
  writeFileSync(values.output, page);
  console.log(`Wrote ${values.output}; open it in a browser.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof InvalidInput ? error.message : error);
  process.exitCode = 1;
});
