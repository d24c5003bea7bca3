import { formatOfContentType } from '../../exposition/content-type';
import type { PageCheck } from '../check';
import { allGone } from '../series-changes';

export const contentType: PageCheck = {
  id: 'content-type',
  question: 'Does the page have a Content-Type that Prometheus 3 accepts?',
  see: 'https://prometheus.io/docs/prometheus/latest/migration/#scrape-protocols',
  ofUnread: true,
  differences: ({ service, read, later }) =>
    [read, ...(later === undefined ? [] : [later])]
      .filter(({ http }) => http !== undefined && formatOfContentType(http.contentType) === undefined)
      .slice(0, 1)
      .map((page) => ({
        resource: `page ${page.source}`,
        path: 'Content-Type',
        message: 'Prometheus 3 fails the scrape because of the Content-Type',
        found: page.http?.contentType,
        expected: 'text/plain; version=0.0.4, or application/openmetrics-text; version=1.0.0',
        fix: 'send the content type that the client library gives, or set fallbackScrapeProtocol: PrometheusText0.0.4 on the ServiceMonitor',
        change: allGone(Object.values(service.metrics)),
        on: page,
      })),
};
