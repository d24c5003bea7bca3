import { structureDefects } from '../../exposition/structure';
import { groupDefects } from '../group-defects';
import type { PageCheck } from '../check';

export const structure: PageCheck = {
  id: 'page-structure',
  question: 'Are the series of the page free of contradictions?',
  see: 'https://prometheus.io/docs/instrumenting/exposition_formats/#histograms-and-summaries',
  differences: ({ read }) =>
    groupDefects(structureDefects(read.page)).map(({ line, message, found, fix, others }) => ({
      resource: `page ${read.source}`,
      path: `line ${line}`,
      message: `${message}${others}`,
      found,
      expected: 'each series once, with buckets that add up',
      fix,
      line,
    })),
};
