import type { Mutator } from '../mutator';
import { METHODS } from '../scrape-request';
import { inScrapes } from '../written-scrapes';

export const authorization: Mutator = {
  name: 'authorization',
  what: 'a scrape loses its credentials',
  caughtBy: 'alert on up == 0, as TargetDown of the chart does',
  edits: inScrapes(({ field, edit }) =>
    METHODS.flatMap((name) => (field(name) === undefined ? [] : [edit(name, undefined)])),
  ),
};
