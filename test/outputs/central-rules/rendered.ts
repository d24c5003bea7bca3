import { parse } from 'yaml';
import type { Environment } from '../../../src/catalog/environment';
import type { PrintedGroup } from '../../../src/rules/rule';
import type { RenderedStack } from '../../../src/synth/render';
import { findEnvironment } from '../../fixtures/stack/index';
import type { Engine } from '../../support/engines';

export const hasQueryOffset = ({ version: [major, minor] }: Engine): boolean => major > 2 || minor >= 53;

/** A rule file of a central ruler. */
export interface RuleFile {
  readonly path: string;
  readonly groups: readonly (PrintedGroup & { readonly query_offset: string })[];
}

/** The fixture's environment prod, which sends its samples to a central store. */
export const centralEnvironment = (changes: Partial<Environment> = {}): Environment => ({
  ...findEnvironment('prod'),
  ruler: 'central',
  remoteWrite: [{ name: 'mimir', url: 'https://mimir.example.com/api/v1/push' }],
  ...changes,
});

export const ruleFilesOf = ({ files }: RenderedStack): readonly RuleFile[] =>
  files
    .filter(({ path }) => path.startsWith('rules/'))
    .map(({ path, content }) => ({ path, ...(parse(content) as Pick<RuleFile, 'groups'>) }));

/** Groups as an engine loads them: Prometheus has the field since 2.53. */
export const loadable = (groups: RuleFile['groups'], engine: Engine): readonly PrintedGroup[] =>
  hasQueryOffset(engine) ? groups : groups.map(({ query_offset: _later, ...group }) => group);
