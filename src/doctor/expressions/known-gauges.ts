/** Gauges of common exporters. */
const OF_EXPORTERS: readonly RegExp[] = [
  /^kube_(?!.*_total$)(pod|node|deployment|statefulset|daemonset|replicaset|job|cronjob|horizontalpodautoscaler|persistentvolumeclaim|persistentvolume|namespace|resourcequota|service)_\w+$/,
  /^kube_statefulset_replicas$|^kube_resourcequota$/,
  /^node_(load\d+|memory_\w+_bytes|filesystem_(avail|free|size)_bytes|filesystem_files(_free)?|boot_time_seconds|time_seconds)$/,
  /^container_(memory_(usage|working_set|max_usage|mapped_file)_bytes|memory_(rss|cache|swap)|spec_\w+|fs_(usage|limit)_bytes)$/,
  /^kubelet_volume_stats_\w+$/,
  /^(process_(resident|virtual)_memory_bytes|process_(open|max)_fds|process_start_time_seconds|go_goroutines|go_threads)$/,
  /^go_memstats_(alloc|heap_\w+|stack_\w+|sys)_bytes$/,
  /^jvm_(memory_(used|max|committed)_bytes|threads_(current|daemon|state|live_threads))$/,
  /^mysql_(global_status_threads_(connected|running|cached)|global_variables_\w+)$/,
  /^pg_(settings_\w+|stat_activity_count|database_size_bytes)$/,
  /^redis_(connected_clients|memory_\w+_bytes|db_keys)$/,
  /^nginx_connections_(active|reading|writing|waiting)$/,
  /^rabbitmq_queue_messages(_ready|_unacked|_unacknowledged)?$/,
  /^kafka_consumergroup(_group)?_(lag(_sum|_seconds)?|max_lag(_seconds)?)$/,
  /^elasticsearch_cluster_health_\w+$/,
  /^probe_(?!\w*_(total|count|sum|bucket)$)\w+$/,
  /^up$/,
];

/** States, constants and shares, which are no counters whatever exporter has them. */
const BY_SUFFIX =
  /[a-z]_(up|info|ratio|percent|percentage|celsius|in_flight|inflight|queue_(length|depth)|timestamp_seconds)$/;

/** Whether a metric of which nothing else is known is a gauge. Names with a colon are recorded. */
export const isNamedGauge = (name: string): boolean =>
  !name.includes(':') && (OF_EXPORTERS.some((pattern) => pattern.test(name)) || BY_SUFFIX.test(name));

/** Whether a gauge has states or steps, of which changes are counted, rather than a slope. */
export const hasStates = (name: string): boolean =>
  /^up$|_up$|^probe_success$|_start_time_seconds$|^kube_\w+_(ready|phase|condition|failed)$/.test(name);
