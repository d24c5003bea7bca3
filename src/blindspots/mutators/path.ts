import { textOf } from '../../kubernetes/object';
import { other, type Mutator } from '../mutator';
import { inScrapes } from '../written-scrapes';

export const path: Mutator = {
  name: 'path',
  what: 'a page is scraped at another path',
  caughtBy: 'alert on up == 0, as TargetDown of the chart does',
  edits: inScrapes(({ object: { kind }, field, edit }) => {
    // The path of a Probe is one of its prober.
    if (kind === 'Probe') return [];
    const name = kind.endsWith('Monitor') ? 'path' : 'metricsPath';
    return [edit(name, other(textOf(field(name)) || '/metrics'))];
  }),
};
