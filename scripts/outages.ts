import { OUTAGES } from '../bench/outages/list/index';
import type { Outage } from '../bench/outages/outage';
import { storedResults, type FiredAlert, type Observed, type Results } from '../bench/outages/results';
import { keptPace } from '../bench/pace';
import { storedNoise, type NoiseResults } from '../bench/noise/results';
import { table, type Sections } from './sections';

const COLUMNS = [
  'Outage',
  'Users lose',
  'Page after',
  'Ticket after',
  'Alerts, and minutes until they fire',
  'Incidents',
  'Messages',
  'Why no page, or a later one',
];

/** Generated parts of docs/outages.md. */
export const outages = (
  results: Results = storedResults(),
  quiet: NoiseResults = storedNoise(),
): Sections => ({
  run: run(results),
  matrix: Object.entries(OUTAGES)
    .map(
      ([title, list]) =>
        `### ${title}\n\n${table(
          COLUMNS,
          list.map((outage) => row(outage, results)),
        )}`,
    )
    .join('\n\n'),
  noise: noise(quiet),
});

const noise = ({ prometheus, days, minutes, services }: NoiseResults): string =>
  `${days} days with promtool ${prometheus}, in ${minutes} minutes.\n\n${table(
    ['Requests', 'Share that fails', 'Pages', 'Tickets', 'Which'],
    services.map(({ requests, errors, pages, tickets, alerts }) => [
      requests,
      `${errors * 100} %`,
      String(pages),
      String(tickets),
      alerts.join('<br>'),
    ]),
  )}`;

const run = ({ engines, minutes, pace, outages: found }: Results): string =>
  `${Object.keys(found).length} outages with Prometheus ${engines.prometheus} and Alertmanager ${engines.alertmanager}, in ${minutes} minutes. ${keptPace(pace)}`;

function row(outage: Outage, { outages: found }: Results): readonly string[] {
  const shown = found[outage.name];
  if (shown === undefined)
    throw new Error(`No result for "${outage.name}": run npm run bench -- outages, then npm run docs`);
  const { page, ticket, incidents, messages } = shown;
  return [
    outage.name,
    outage.extent,
    after(page),
    after(ticket),
    alertsOf(shown),
    String(incidents),
    `${messages.pager} + ${messages.tickets}`,
    outage.reason ?? '',
  ];
}

const after = (minute: number | undefined): string => (minute === undefined ? 'never' : `${minute} min`);

const alertsOf = ({ alerts }: Observed): string =>
  alerts.length === 0 ? 'none' : alerts.map(alertText).join('<br>');

function alertText({ alert, severity, slo, minute }: FiredAlert): string {
  const details = [severity, ...(slo === undefined ? [] : [slo])];
  return `\`${alert.replace(/^OrderApi/, '')}\` (${details.join(', ')}) ${minute}`;
}
