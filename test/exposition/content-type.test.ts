import { formatOfContentType } from '../../src/exposition/content-type';

test.each([
  ['text/plain', 'text'],
  ['text/plain; version=0.0.4; charset=utf-8', 'text'],
  ['Text/Plain;version="0.0.4"', 'text'],
  ['application/openmetrics-text; version=1.0.0; charset=utf-8', 'openmetrics'],
  ['text/plain; version=0.0.4; escaping=allow-utf-8;', 'text'],
  ['text/plain; version=0.0.4; charset=utf-8; charset=utf-8', 'text'],
  ['text/plain; charset=utf-8; charset=latin1', undefined],
  ['text/html; charset=utf-8', undefined],
  ['application/json', undefined],
  ['OpenMetricsText1.0.0', undefined],
  ['text/plain; charset', undefined],
  ['', undefined],
  [undefined, undefined],
])('Prometheus 3 takes %j for %j', (contentType, format) => {
  expect(formatOfContentType(contentType)).toBe(format);
});
