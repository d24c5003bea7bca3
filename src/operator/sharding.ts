import type { Relabeling } from '../kubernetes/relabeling';

/**
 * Gives each Prometheus its share of the targets. The operator writes it for a single one too.
 * @param source label whose hash decides
 * @param shard the share of one of them. @default the targets of all of them
 */
export function shardingRelabelings(source: string, shards: number, shard?: number): readonly Relabeling[] {
  return [
    // A target may have brought its own.
    {
      action: 'replace',
      sourceLabels: [source, '__tmp_hash'],
      targetLabel: '__tmp_hash',
      regex: '(.+);',
      replacement: '$1',
    },
    {
      action: 'hashmod',
      sourceLabels: ['__tmp_hash'],
      targetLabel: '__tmp_hash',
      modulus: Math.max(1, Math.trunc(shards)),
    },
    {
      action: 'keep',
      sourceLabels: ['__tmp_hash', '__tmp_disable_sharding'],
      regex: `${shard ?? '[0-9]+'};|.+;.+`,
    },
  ];
}
