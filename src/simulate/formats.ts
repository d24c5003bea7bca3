import { jsonText } from '../findings/one-line';
import { counted } from '../findings/coverage';
import { textTable } from '../findings/text-table';
import { timeText } from '../certify/expectations';
import { TEXT_WIDTH } from '../certify/formats/text';
import type { SimulatedBound, Simulation } from './simulate';

const HEADINGS = ['service', 'If this happens', 'notifies', 'no later than', 'slowest', 'runs'] as const;

const cellsOf = ({
  environment,
  service,
  fault,
  receiver,
  bound,
  slowest,
  runs,
  violations,
}: SimulatedBound): readonly string[] => [
  `${environment}/${service}`,
  fault,
  receiver,
  timeText(bound),
  `${slowest === undefined ? 'no message' : timeText(slowest)}${violations === 0 ? '' : ` (${violations} too late)`}`,
  String(runs),
];

/** Everything for a terminal; rows that are violated begin with an exclamation mark. */
function asText(simulation: Simulation): string {
  const rows = simulation.bounds.map((bound) => [bound.violations > 0 ? '!' : '', ...cellsOf(bound)]);
  return [
    textTable([['', ...HEADINGS], ...rows], TEXT_WIDTH).join('\n'),
    [summaryOf(simulation), ...leftOutLines(simulation)].join('\n'),
  ].join('\n\n');
}

function asMarkdown(simulation: Simulation): string {
  const rows = simulation.bounds.map((bound) => {
    const cells = cellsOf(bound).map((cell) => cell.replaceAll('|', String.raw`\|`));
    return `| ${(bound.violations > 0 ? cells.map((cell) => `**${cell}**`) : cells).join(' | ')} |`;
  });
  return [
    summaryOf(simulation),
    [`| ${HEADINGS.join(' | ')} |`, `| ${HEADINGS.map(() => '---').join(' | ')} |`, ...rows].join('\n'),
    ...leftOutLines(simulation),
  ].join('\n\n');
}

/** One sentence on everything. */
function summaryOf({ runs, seed, bounds }: Simulation): string {
  const violations = bounds.reduce((sum, bound) => sum + bound.violations, 0);
  const margins = bounds
    .flatMap(({ bound, slowest }) => (slowest === undefined ? [] : [bound - slowest]))
    .toSorted((a, b) => a - b);
  const verdict =
    violations === 0
      ? 'no message came later than its bound'
      : `${violations} messages came later than their bounds`;
  if (runs === 0) return 'No fault was tried.';
  const distribution =
    margins.length === 0
      ? ''
      : ` The slowest messages came ${['least', 'half', 'most']
          .map((_, index) => timeText(Math.max(0, margins[Math.round(((margins.length - 1) * index) / 2)]!)))
          .join(', ')} before their bounds (least, median, most).`;
  return `${counted(runs, 'run')} with seed ${seed}: ${verdict}.${distribution}`;
}

function leftOutLines({ leftOut }: Simulation): readonly string[] {
  const byReason = new Map<string, Set<string>>();
  for (const { reason, fault } of leftOut)
    byReason.set(reason, (byReason.get(reason) ?? new Set()).add(fault));
  return [...byReason].map(([reason, faults]) => `Not simulated, as ${reason}: ${[...faults].join('; ')}.`);
}

/** Every way to print a simulation, by the value of --format. */
export const SIMULATION_FORMATS = {
  text: asText,
  markdown: asMarkdown,
  json: (simulation: Simulation): string => jsonText(simulation),
} as const;
