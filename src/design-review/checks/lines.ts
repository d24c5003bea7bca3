import type { ReviewCheck } from '../check';

/** Whether the review is about everything that was meant. */
export const lineChecks: readonly ReviewCheck[] = [
  {
    id: 'line-unread',
    severity: 'error',
    question: 'Can every line that is meant as a metric be read?',
    see: 'https://prometheus.io/docs/concepts/metric_types/',
    find: ({ plan: { unread = [] } }) =>
      unread.map(({ line, message, found, fix }) => ({
        line,
        path: `line ${line}`,
        message: `${message}, so it was not reviewed`,
        found,
        expected: 'a metric: its kind, its name, and its labels',
        fix,
      })),
  },
];
