import type { Relabeling } from '../kubernetes/relabeling';

/**
 * Keeps the targets of one shard. The operator also writes it for a single shard.
 * @param source label that is hashed
 * @param shard number of the shard. @default the targets of all shards
 */
export function shardingRelabelings(source: string, shards: number, shard?: number): readonly Relabeling[] {
  return [
    // A target can have its own hash label.
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
