/**
 * One measurement in a process of its own, so that its peak memory is its own:
 *
 *   node --import tsx bench/synth/scale.ts stack|plain NUMBER-OF-SERVICES
 *
 * `stack` is this project's synthesis; `plain` puts the same charts into one cdk8s App. Prints one line of JSON.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import stack from '../../monitoring.config';
import { isDeployed, placeServices } from '../../src/catalog/placement';
import type { Service } from '../../src/catalog/service';
import { DashboardChart } from '../../src/outputs/kubernetes/charts/dashboard-chart';
import { MonitoringChart } from '../../src/outputs/kubernetes/charts/monitoring-chart';
import { WorkloadChart } from '../../src/outputs/kubernetes/charts/workload-chart';
import { serviceDashboards } from '../../src/dashboards/service-dashboards';
import { synthesize } from '../../src/synth/synthesize';
import { writeFiles } from '../../src/synth/write-files';
import { manyServices } from '../many-services';

/** What `scale.ts` prints. */
export interface Measurement {
  readonly seconds: number;
  readonly peakMiB: number;
}

const environment = { ...stack.environment('dev'), workloads: {} };

const WAYS: Readonly<Record<string, (services: readonly Service[], folder: string) => void>> = {
  stack(services, folder) {
    const some = { ...stack, services, environment: () => environment };
    synthesize(some, undefined, {}, { write: (files) => writeFiles(folder, files) });
  },
  plain(services, folder) {
    const app = new App({ outdir: folder });
    for (const service of placeServices(services, environment)) {
      if (isDeployed(service)) new WorkloadChart(app, service.name, service);
      new MonitoringChart(app, `${service.name}-monitoring`, [service]);
      for (const dashboard of serviceDashboards(service))
        new DashboardChart(app, `dashboard-${dashboard.uid!}`, service, dashboard);
    }
    app.synth();
  },
};

function measure(way: string, count: number): Measurement {
  const folder = mkdtempSync(join(tmpdir(), 'bench-synth-'));
  try {
    const start = process.hrtime.bigint();
    WAYS[way]!(manyServices(count), folder);
    return {
      seconds: Number(process.hrtime.bigint() - start) / 1e9,
      peakMiB: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [way = '', count = ''] = process.argv.slice(2);
console.log(JSON.stringify(measure(way, Number(count))));
