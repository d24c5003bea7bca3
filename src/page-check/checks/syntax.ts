import { alike } from '../alike';
import type { ContractCheck, Difference } from '../check';
import { allGone } from '../losses';
import type { Facts, ReadPage } from '../facts';

export const syntax: ContractCheck = {
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
  return alike(on.page.defects).map(({ line, message, found, fix, refused, others }) => ({
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
    ...(refused && refusal?.line === line ? { loss: allGone(Object.values(service.metrics)) } : {}),
  }));
}
