import { textOf } from '../../kubernetes/object';
import type { Mutator } from '../mutator';
import { inScrapes } from '../written-scrapes';

export const scheme: Mutator = {
  name: 'scheme',
  what: 'a page is scraped over http instead of https or the other way round, or without its TLS settings',
  caughtBy: 'alert on up == 0, as TargetDown of the chart does',
  edits: inScrapes(({ object: { kind }, field, edit }) => {
    if (kind === 'Probe') return [];
    const given = textOf(field('scheme'));
    const isHttps = given?.toLowerCase() === 'https';
    const to = isHttps ? 'http' : 'https';
    return [
      edit('scheme', kind === 'ScrapeConfig' ? to.toUpperCase() : to),
      ...(isHttps && field('tlsConfig') !== undefined ? [edit('tlsConfig', undefined)] : []),
    ];
  }),
};
