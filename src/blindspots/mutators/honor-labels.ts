import type { Mutator } from '../mutator';
import { inScrapes } from '../written-scrapes';

export const honorLabels: Mutator = {
  name: 'honor-labels',
  what: 'labels that a page exposes, such as namespace, are replaced by those of its target',
  caughtBy: 'ask a running Prometheus whether the series that rules read exist: doctor --prometheus URL',
  // Where it becomes true, only pages with such labels have other series, and which have some is not known.
  edits: inScrapes(({ field, edit }) => (field('honorLabels') === true ? [edit('honorLabels', false)] : [])),
};
