import { check } from '../../../../src/doctor/checks/wrong-query/value-unit';
import { alert, inForeign } from '../../expressions/shop';

it.each([
  ['avg(disk_used_percent) > 0.95', 'disk_used_percent is 0 to 100', 'write avg(disk_used_percent) > 95'],
  ['aws_rds_cpuutilization_average > 0.9', 'aws_rds_cpuutilization_average is 0 to 100', undefined],
  [
    'instance:node_memory_utilisation:ratio > 80',
    'instance:node_memory_utilisation:ratio is a ratio of 0 to 1 by its name',
    'write instance:node_memory_utilisation:ratio > 0.8',
  ],
  ['cache_hit_ratio < 90', undefined, 'write cache_hit_ratio < 0.9'],
  [
    'container_memory_usage_bytes{pod="a"} > 10',
    'container_memory_usage_bytes is in bytes',
    'write bytes, such as 1e9 for 1 GB, or divide container_memory_usage_bytes by the size that is 10 % of',
  ],
  ['sum(disk_free_bytes) < 10', undefined, undefined],
  [
    'rate(istio_request_duration_milliseconds_sum[1m]) / rate(istio_request_duration_milliseconds_count[1m]) > 0.1',
    'istio_request_duration_milliseconds is in milliseconds',
    'write rate(istio_request_duration_milliseconds_sum[1m]) / rate(istio_request_duration_milliseconds_count[1m]) > 100',
  ],
  ['histogram_quantile(0.9, sum by (le) (rate(http_request_ms_bucket[5m]))) > 1', undefined, undefined],
  [
    'rate(node_disk_read_time_seconds_total[5m]) / rate(node_disk_reads_completed_total[5m]) > 100',
    'node_disk_read_time_seconds is in seconds',
    'write rate(node_disk_read_time_seconds_total[5m]) / rate(node_disk_reads_completed_total[5m]) > 0.1',
  ],
  [
    'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 500',
    'http_request_duration_seconds is in seconds',
    'write histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 0.5',
  ],
  [
    'rpc_latency_seconds{quantile="0.99"} >= 200',
    undefined,
    'write rpc_latency_seconds{quantile="0.99"} >= 0.2',
  ],
  [
    'sum by (pod) (rate(container_cpu_usage_seconds_total[5m])) > 80',
    'the rate of container_cpu_usage_seconds_total is a number of processors',
    undefined,
  ],
  ['rate(process_cpu_seconds_total[1m]) > 90', undefined, undefined],
  [
    'backup_last_success_timestamp_seconds > 86400',
    'backup_last_success_timestamp_seconds is a Unix time',
    'write time() - backup_last_success_timestamp_seconds > 86400',
  ],
  [
    'min(certmanager_certificate_expiration_timestamp_seconds) < 604800',
    undefined,
    'write min(certmanager_certificate_expiration_timestamp_seconds) - time() < 604800',
  ],
  [
    'time() - job_finished_at_ms > 3600',
    'job_finished_at_ms is in milliseconds, and time() in seconds',
    'write time() - job_finished_at_ms / 1000 > 3600',
  ],
])('finds the unit of %s', (expr, because, fix) => {
  const found = inForeign(check, alert(expr));
  expect(found).toMatchObject([{ code: 'value-unit', severity: 'warning' }]);
  if (because !== undefined)
    expect(found[0]!.message).toContain(`is in another unit than the value: ${because}`);
  if (fix !== undefined) expect(found[0]!.fix).toBe(fix);
});

it.each([
  'disk_used_percent > 95',
  'error_percent > 0.5',
  'error_percent > 0.1',
  'cache_hit_ratio < 0.9',
  'cache_compression_ratio > 20',
  'instance:node_load1_per_cpu:ratio > 20',
  'replication_lag_bytes > 1e9',
  'replication_lag_bytes > 0',
  'replication_lag_bytes != 10',
  'free_space_bytes < 512',
  'certificate_expiry_seconds < 604800',
  'rate(received_bytes_total[5m]) < 100',
  'replication_lag_bytes / 1e9 > 10',
  'http_request_duration_milliseconds > 100',
  'clock_offset_ms > 0.5',
  'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 5',
  'histogram_quantile(0.99, sum by (le) (rate(backup_duration_seconds_bucket[5m]))) > 3600',
  'http_request_timeout_seconds > 300',
  'sum(rate(container_cpu_usage_seconds_total[5m])) > 80',
  'sum by (pod) (rate(container_cpu_usage_seconds_total[5m])) * 100 > 80',
  'sum by (pod) (container_cpu_usage_seconds_total) > 80',
  'time() - backup_last_success_timestamp_seconds > 86400',
  'backup_last_success_timestamp_seconds == 0',
  'backup_last_success_timestamp_seconds > 1.5e9',
  'time() - job_finished_at_ms / 1000 > 3600',
  'time() * 1000 - job_finished_at_ms > 3600',
  'x > y',
  '{job="a"} > 10',
])('leaves alone %s', (expr) => {
  expect(inForeign(check, alert(expr))).toEqual([]);
});

const summary = (text: string) => `annotations: { summary: ${JSON.stringify(text)} }`;

it('multiplies no percentage by 100', () => {
  expect(
    inForeign(check, alert('a / b * 100 > 90', summary('{{ $value | humanizePercentage }}'))),
  ).toMatchObject([
    {
      path: 'spec.groups[0].rules[0].annotations.summary',
      message: 'alert A has a percentage as its value, and humanizePercentage multiplies it by 100',
    },
  ]);
});

it.each([
  ['100 - (sum(a) / sum(b)) * 100 > 90 and sum(b) > 0', '{{ humanizePercentage $value }}'],
  ['sum(rate(a[5m]) * 100) > 5', '{{ .Value | humanizePercentage }}'],
  ['disk_used_percent > 90', '{{ $value | humanizePercentage }}'],
])('finds the text of %s', (expr, text) => {
  expect(inForeign(check, alert(expr, summary(text)))).toHaveLength(1);
});

it.each([
  ['a / b > 0.9', '{{ $value | humanizePercentage }}'],
  ['a / b * 100 > 90', '{{ $value | humanize }}%'],
  ['a / b * 100 > 90', '{{ 0.9 | humanizePercentage }}'],
  ['a / b * 100 > 90', '{{ with query "up" }}{{ . | first | value | humanizePercentage }}{{ end }}'],
  ['90 < a', '{{ $value | humanizePercentage }}'],
  ['a / b * 100 or c', '{{ $value | humanizePercentage }}'],
])('leaves alone the text of %s: %s', (expr, text) => {
  expect(inForeign(check, alert(expr, summary(text)))).toEqual([]);
});
