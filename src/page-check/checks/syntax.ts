import { groupDefects } from '../group-defects';
import type { PageCheck, Difference } from '../check';
import { allGone } from '../series-changes';
import type { Facts, ReadPage } from '../facts';

export const syntax: PageCheck = {
  id: 'page-syntax',
  question: 'Can Prometheus and other readers parse the page?',
  see: 'https://prometheus.io/docs/instrumenting/exposition_formats/',
  ofUnread: true,
  differences: (facts) =>
    [facts.read, ...(facts.later === undefined ? [] : [facts.later])].flatMap((page) =>
      pageDifferences(page, facts),
    ),
};

function pageDifferences(on: ReadPage, { service }: Facts): readonly Difference[] {
  const refusal = on.page.defects.find(({ refused }) => refused);
  return groupDefects(on.page.defects).map(({ line, message, found, fix, refused, others }) => ({
    resource: `page ${on.source}`,
    path: `line ${line}`,
    message: `${message}${others}${refused ? ', so Prometheus rejects the whole page' : ''}`,
    found,
    expected: on.page.format === 'text' ? 'the text format 0.0.4' : 'OpenMetrics 1.0',
    fix,
    severity: refused ? 'error' : 'warning',
    line,
    on,
    // One line is enough to lose everything; saying so once is, too.
    ...(refused && refusal?.line === line ? { change: allGone(Object.values(service.metrics)) } : {}),
  }));
}
