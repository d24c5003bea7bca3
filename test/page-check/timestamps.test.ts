import { pageCheckReport } from '../../src/page-check/command';
import { factsOf } from '../../src/page-check/facts';
import { edited, found, read, SAMPLE, service } from './right-page';

/** Seconds; the text format counts milliseconds. */
const NOW = 1_700_000_000;
const HOUR = 3600;
const YEAR = 365 * 24 * HOUR;

function judged(seconds: number, from: 'server' | 'file') {
  const page = read(edited(SAMPLE, SAMPLE.replace(' 5', ` 5 ${(NOW + seconds) * 1000}`)));
  const http = from === 'server' ? { http: { contentType: 'text/plain; version=0.0.4' } } : {};
  return found(pageCheckReport(factsOf(service, { ...page, ...http, readAtSeconds: NOW })));
}

test('a sample with a timestamp out of bounds disables every rule that reads it', () => {
  expect(judged(-2 * HOUR, 'server')).toEqual([
    {
      is: 'error timestamps',
      says: expect.stringMatching(
        /^metric order_api_requests_total: timestamp timestamps are out of bounds on 1 of 1 series, so Prometheus drops these samples, which disables OrderApi/,
      ),
      found: NOW - 2 * HOUR,
      expected: 'no timestamp, so that the time of the scrape is used',
      fix: 'leave timestamps out',
      line: 3,
    },
  ]);
});

test.each<[number, 'server' | 'file', string]>([
  [-60, 'server', 'warning'],
  [HOUR, 'server', 'error'],
  [-2 * HOUR, 'file', 'warning'],
  [-2 * YEAR, 'file', 'error'],
])('%d seconds from now on a page of a %s are an %s', (seconds, from, severity) => {
  expect(judged(seconds, from).map(({ is }) => is)).toEqual([`${severity} timestamps`]);
});
