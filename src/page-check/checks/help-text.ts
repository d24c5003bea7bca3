import type { PageCheck } from '../check';
import { about } from '../wording';

export const helpText: PageCheck = {
  id: 'help-text',
  question: 'Does every metric have the help text of the contract?',
  see: 'https://prometheus.io/docs/instrumenting/writing_clientlibs/#metric-description-and-help',
  differences: ({ exposed }) =>
    exposed
      .filter(({ metric, family }) => withoutStop(family?.help) !== withoutStop(metric.help))
      .map(({ metric, family }) => ({
        resource: about(metric),
        path: 'help',
        message:
          family?.help === undefined ? 'the help text is missing' : 'the help text differs from the contract',
        found: family?.help,
        expected: metric.help,
        fix: `give ${metric.name} this text, or change the contract`,
        severity: 'info',
        ...(family === undefined ? {} : { line: family.line }),
      })),
};

/** OpenMetrics libraries append a full stop to the text. */
const withoutStop = (help: string | undefined): string | undefined => help?.trim().replace(/\.$/, '');
