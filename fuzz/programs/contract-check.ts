import { join } from 'node:path';
import { reporting, writeReport } from '../../src/cli/report-options';
import { REPORT_FORMATS, type ReportFormat } from '../../src/findings/formats/index';
import { pageCheckCommand } from '../../src/page-check/command';
import { impactOn } from '../../src/page-check/impact';
import { findPlacedService } from '../../test/fixtures/stack/index';
import { RIGHT } from '../../test/page-check/right-page';
import type { Program } from '../program';
import { seed } from './seeds';

const service = findPlacedService('order-api', 'dev');
const impactOf = impactOn(service);

export const contractCheck: Program = {
  name: 'contract check',
  sets: [[{ name: 'right-page.txt', kind: 'text', text: RIGHT }, seed('openmetrics.txt', 'text')]],
  exitCodes: [0, 1, 2],
  run: ({ input, changed, output: folder }) =>
    reporting(async () => {
      const page = join(input, changed);
      const report = await pageCheckCommand({ page, service, impactOf });
      const output = (Object.keys(REPORT_FORMATS) as ReportFormat[])
        .filter((format) => format !== 'text')
        .map((format) => ({ format, file: join(folder, `report.${format}`) }));
      writeReport(report, { format: 'text', failOn: 'error', output });
    }),
};
