import type { Command } from 'commander';
import { addContractCheck } from './contract-check';
import { addContractInit } from './contract-init';

export function addContract(program: Command): void {
  const contract = program
    .command('contract')
    .description('compare metrics pages with the metrics that a service declares, or declare those of a page')
    .usage('check [options] <page> [later]\n       signalproof contract init [options] <page>');
  addContractCheck(contract);
  addContractInit(contract);
}
