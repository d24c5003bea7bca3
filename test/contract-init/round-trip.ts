import { runInThisContext } from 'node:vm';
import { transformSync } from '@swc/core';
import { defineEnvironment } from '../../src/catalog/environment';
import { placeServices } from '../../src/catalog/placement';
import { contractOfPage } from '../../src/contract-init/contract-of-page';
import { sourceText } from '../../src/contract-init/source-text';
import { formatOf, parsePage } from '../../src/exposition/parse';
import * as signalproof from '../../src/index';
import { pageCheckReport } from '../../src/page-check/command';
import { factsOf } from '../../src/page-check/facts';
import { anEnvironment } from '../support/catalog';

const environment = defineEnvironment(anEnvironment);

/** The table that `contract init` writes of a page. */
export const tableOf = (text: string): string =>
  sourceText('page.txt', contractOfPage('page.txt', parsePage(text, formatOf(text))));

/** Runs a table, which imports nothing but the package. */
export function metricsOf(table: string): signalproof.Contract {
  const { code } = transformSync(table, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const exports: { metrics?: signalproof.Contract } = {};
  runInThisContext(`(function (require, exports) {${code}\n})`)(() => signalproof, exports);
  if (exports.metrics === undefined) throw new Error('the table exports no metrics');
  return exports.metrics;
}

/** What `contract check` says about a page, and the same page read later, of a service with these metrics. */
export function findingsOf(text: string, metrics: signalproof.Contract, later?: string): readonly string[] {
  const [service] = placeServices(
    [
      signalproof.defineService({
        name: 'some-service',
        team: 'some',
        metrics,
        port: 8080,
        workload: 'external',
      }),
    ],
    environment,
    {},
  );
  const read = (page: string) => ({ source: 'page.txt', page: parsePage(page, formatOf(page)) });
  const facts = factsOf(service!, read(text), later === undefined ? undefined : read(later));
  return pageCheckReport(facts).findings.map(signalproof.sentence);
}
