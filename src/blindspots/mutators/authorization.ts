import { words } from '../../findings/words';
import type { Mutator } from '../mutator';
import { inScrapes } from '../written-scrapes';

const METHODS = words('authorization basicAuth oauth2 bearerToken bearerTokenFile bearerTokenSecret');

export const authorization: Mutator = {
  name: 'authorization',
  what: 'a scrape loses its credentials',
  caughtBy: 'alert on up == 0, as TargetDown of the chart does',
  edits: inScrapes(({ field, edit }) =>
    METHODS.flatMap((name) => (field(name) === undefined ? [] : [edit(name, undefined)])),
  ),
};
