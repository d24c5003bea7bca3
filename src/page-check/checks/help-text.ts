import { ofExposed, type PageCheck } from '../check';

export const helpText: PageCheck = {
  id: 'help-text',
  question: 'Does every metric have the help text of the contract?',
  see: 'https://prometheus.io/docs/instrumenting/writing_clientlibs/#metric-description-and-help',
  differences: ofExposed(({ metric, family }) =>
    metric.help === '' || withoutStop(family?.help ?? '') === withoutStop(metric.help)
      ? undefined
      : {
          path: 'help',
          message:
            family?.help === undefined
              ? 'the help text is missing'
              : 'the help text differs from the contract',
          found: family?.help,
          expected: metric.help,
          fix: `give ${metric.name} this text, or change the contract`,
          severity: 'info',
          line: family?.line,
        },
  ),
};

/** OpenMetrics libraries append a full stop to the text. */
const withoutStop = (help: string): string => help.trim().replace(/\.$/, '');
