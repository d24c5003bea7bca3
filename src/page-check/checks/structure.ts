import { structureDefects } from '../../exposition/structure';
import { alike } from '../alike';
import type { ContractCheck } from '../check';

export const structure: ContractCheck = {
  id: 'page-structure',
  question: 'Are the series of the page free of contradictions?',
  see: 'https://prometheus.io/docs/instrumenting/exposition_formats/#histograms-and-summaries',
  differences: ({ read }) =>
    alike(structureDefects(read.page)).map(({ line, message, found, fix, others }) => ({
      resource: `page ${read.source}`,
      path: `line ${line}`,
      message: `${message}${others}`,
      found,
      expected: 'each series once, with buckets that add up',
      fix,
      line,
    })),
};
