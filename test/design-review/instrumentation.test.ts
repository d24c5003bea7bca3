import { readPlan, reviewReport } from '../../src/design-review/command';

const review = (text: string, exporter?: boolean) =>
  reviewReport({
    plan: readPlan('plan.txt', text),
    thresholds: [],
    ...(exporter === undefined ? {} : { exporter }),
  });
const problems = (text: string, exporter?: boolean) =>
  review(text, exporter)
    .findings.filter(({ severity }) => severity !== 'info')
    .map(({ check, resource }) => `${check}: ${resource}`);

/** Real names, types and labels, some of which no author would choose today. */
test.each([
  [
    'node exporter',
    `
    Counter: node_cpu_seconds_total (cpu, mode)
    Counter: node_disk_io_time_weighted_seconds_total (device)
    Gauge: node_filesystem_files_free (device, fstype, mountpoint, device_error)
    Gauge: node_memory_MemAvailable_bytes
    Gauge: node_network_info (address, adminstate, broadcast, device, duplex, ifalias, operstate)
    Gauge: node_dmi_info (bios_date, product_name, product_serial, product_uuid, system_vendor)
    Gauge: node_hwmon_temp_celsius (chip, sensor)
    Gauge: node_timex_status
    Gauge: node_load1
    Counter: node_network_receive_errs_total (device)
    Gauge: node_nf_conntrack_entries_limit`,
  ],
  [
    'kube-state-metrics',
    `
    Gauge: kube_pod_container_status_last_terminated_timestamp (namespace, pod, uid, container)
    Gauge: kube_service_info (namespace, service, uid, cluster_ip, external_name, load_balancer_ip)
    Gauge: kube_node_created (node)
    Gauge: kube_endpoint_address (namespace, endpoint, ip, port_number, port_name, port_protocol, ready)
    Gauge: kube_pod_status_qos_class (namespace, pod, uid, qos_class)
    Gauge: kube_cronjob_next_schedule_time (namespace, cronjob)
    Gauge: kube_job_failed (namespace, job_name, condition)`,
  ],
  [
    'Prometheus',
    `
    Gauge: prometheus_tsdb_head_series
    Counter: prometheus_http_requests_total (code, handler)
    Histogram: prometheus_http_response_size_bytes (handler) [100, 1000, 10000, 100000]
    Summary: prometheus_rule_evaluation_duration_seconds
    Gauge: prometheus_tsdb_lowest_timestamp
    Gauge: prometheus_config_last_reload_success_timestamp_seconds
    Summary: prometheus_target_interval_length_seconds (interval)
    Counter: net_conntrack_dialer_conn_attempted_total (dialer_name)`,
  ],
  [
    'promhttp',
    `
    Counter: promhttp_metric_handler_requests_total (code)
    Gauge: promhttp_metric_handler_requests_in_flight
    Counter: http_requests_total (code, method, handler=/a|/b)
    Histogram: http_request_duration_seconds (code=200|500, method, handler=/a|/b) [0.05, 0.1, 0.25, 0.5, 1, 2.5]
    Histogram: http_response_size_bytes (handler=/a|/b) [100, 1000, 10000]`,
  ],
  [
    'Micrometer',
    `
    Summary: http_server_requests_seconds (error, exception, method, outcome, status, uri)
    Gauge: http_server_requests_seconds_max (error, exception, method, outcome, status, uri)
    Gauge: hikaricp_connections_active (pool)
    Summary: hikaricp_connections_usage_seconds (pool)
    Counter: logback_events_total (level)
    Gauge: jvm_memory_used_bytes (area, id)
    Summary: jvm_gc_pause_seconds (action, cause, gc)
    Gauge: application_ready_time_seconds (main_application_class)
    Gauge: disk_free_bytes (path)
    Gauge: executor_queued_tasks (name)
    Gauge: system_load_average_1m
    Gauge: tomcat_sessions_active_current_sessions`,
  ],
  [
    'gRPC',
    `
    Counter: grpc_server_started_total (grpc_type, grpc_service, grpc_method)
    Counter: grpc_server_msg_received_total (grpc_type, grpc_service, grpc_method)
    Counter: grpc_server_handled_total (grpc_type, grpc_service, grpc_method, grpc_code)
    Histogram: grpc_server_handling_seconds (grpc_type, grpc_service, grpc_method)`,
  ],
  [
    'OpenTelemetry',
    `
    Histogram: http_server_request_duration_seconds (http_request_method, http_route, http_response_status_code, error_type, network_protocol_version, url_scheme, server_address)
    Gauge: http_server_active_requests (http_request_method, url_scheme)
    Histogram: http_client_request_duration_seconds (http_request_method, server_address, server_port)
    Histogram: rpc_server_duration_milliseconds (rpc_method, rpc_service, rpc_system, rpc_grpc_status_code)
    Histogram: db_client_operation_duration_seconds (db_system_name, db_operation_name)
    Gauge: target_info (service_name, service_instance_id, telemetry_sdk_version)`,
  ],
  [
    'Istio',
    `
    Counter: istio_requests_total (reporter, source_workload, source_principal, destination_service, response_code, response_flags, request_protocol, connection_security_policy)
    Histogram: istio_request_duration_milliseconds (reporter, source_workload, destination_service, response_code)
    Histogram: istio_request_bytes (reporter, source_workload, destination_service)`,
  ],
])('the real names of %s get no advice that cannot be followed', (_by, plan) => {
  expect(problems(plan).filter((one) => !one.startsWith('signal-'))).toEqual([]);
});

test('a plan of library metrics alone is not asked for signals of its own', () => {
  const otel = 'Histogram: http_server_request_duration_seconds (http_route, http_response_status_code)\n';
  expect(problems(otel)).toEqual([]);
  expect(review(otel).notes).toContainEqual(
    '1 metric is named by OpenTelemetry: names, labels and types were not reviewed.',
  );
  expect(problems(`${otel}Gauge: shop_stock_items`)).toEqual(['signal-saturation: plan plan.txt']);
});

test.each([
  ['a histogram of durations counts requests and shows errors by its label', ''],
  ['its own counter needs the label', 'Counter: shop_orders_total\n'],
])('%s', (_what, more) => {
  const plan = `${more}Gauge: shop_queue_depth\nHistogram: shop_request_duration_seconds (route=/a|/b, status) [0.1, 1]\n`;
  expect(problems(plan)).toEqual([]);
  expect(problems(plan.replace(', status', ''))).toEqual(['signal-errors: plan plan.txt']);
});

const EXPORTER = `
Gauge: printer_queue_info (printer_id, ip, uid, owner)
Gauge: printer_pages_remaining (printer_id, namespace, pod)
Counter: printer_jobs_total (printer_id, session_id)
`;

test('--exporter expects ids and labels of the target, and keeps what grows with requests', () => {
  expect(problems(EXPORTER, true)).toEqual(['label-unbounded: metric printer_jobs_total']);
  expect(review(EXPORTER, true).findings.find(({ check }) => check === 'label-honor')).toMatchObject({
    severity: 'info',
    found: 'namespace, pod',
    fix: 'write honorLabels: true on the endpoint of its ServiceMonitor',
  });
  expect(problems(EXPORTER)).toEqual(
    expect.arrayContaining([
      'label-unbounded: metric printer_pages_remaining',
      'label-target: metric printer_pages_remaining',
    ]),
  );
  expect(review(EXPORTER).findings.map(({ check }) => check)).not.toContain('label-honor');
});

test('an info metric may have ids, and neither users nor sessions', () => {
  const info = (label: string) =>
    problems(`# TYPE shop_os_info gauge\nshop_os_info{${label}="x"} 1\n`).filter((one) =>
      one.startsWith('label'),
    );
  expect(['id', 'uid', 'ip', 'serial_number'].flatMap(info)).toEqual([]);
  for (const label of ['user_id', 'session_id', 'email']) expect(info(label)).toHaveLength(1);
});
