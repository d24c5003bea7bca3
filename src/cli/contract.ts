import type { Command } from 'commander';
import { addContractCheck } from './contract-check';

export function addContract(program: Command): void {
  const contract = program
    .command('contract')
    .description('compare metrics pages with the metrics that a service declares')
    .usage('check [options] <page> [later]');
  addContractCheck(contract);
}
