// Metrics of page.txt, as `signalproof contract init` found them. Labels list the values of one page: add
// those that are missing.
// 6 comments start with "decide:".
// The page has 25 series. Suggested limit: seriesBudget: 100, an alert above 100 series and a sampleLimit of
// 200.
// Left out: 2 metrics of the runtime (process_*, nodejs_*), which no contract has to declare.
// Left out: 1 metric without series, so with unknown labels: shop_refunds_total.
import {
  contract,
  counter,
  gauge,
  histogram,
  nativeHistogram,
  oneOf,
  pattern,
  summary,
  unbounded,
} from 'signalproof';

export const metrics = contract({
  shopRequests: counter('shop_requests_total', {
    help: 'Requests that were answered.',
    labels: {
      method: oneOf('GET', 'POST'),
      route: oneOf('/cart'),
      status: pattern(/[1-5]\d\d/, { atMost: 20 }),
    },
  }),
  shopRequestDurationSeconds: histogram('shop_request_duration_seconds', {
    help: 'Time to answer.',
    unit: 'seconds',
    labels: { route: oneOf('/cart') },
    buckets: [0.1, 1],
  }),
  shopJobsSeconds: summary('shop_jobs_seconds', {
    help: 'Jobs, by queue.',
    unit: 'seconds',
    labels: { queue: oneOf('mail') },
    quantiles: [0.5, 0.99],
  }),
  shopPartitionLag: gauge('shop_partition_lag', {
    help: 'Messages that wait.',
    labels: {
      // decide: 2 values on this page, and twice as many are allowed.
      partition: pattern(/\d+/, { atMost: 4 }),
      // decide: the target has a label service, so Prometheus stores this one as exported_service.
      exported_service: oneOf('billing'),
    },
  }),
  shopPaths: counter('shop_paths_total', {
    help: '',
    labels: {
      // decide: 2 values, such as "/users/1". Ids grow without end: record a template, or give the reason.
      path: unbounded({ because: 'decide: values look like ids, addresses or times' }),
    },
  }),
  shopBuildInfo: gauge('shop_build_info', {
    help: 'The version that runs.',
    labels: { version: pattern(/.+/, { atMost: 1 }) },
  }),
  // decide: the page declares no type; it looks like a gauge.
  shopLegacy: gauge('shop_legacy', {
    help: '',
    typeOnPage: 'untyped',
    labels: {
      zone: oneOf('a', 'b'),
      // decide: some series have no such label, so the pattern allows an empty value.
      kind: pattern(/(?:x)?/, { atMost: 2 }),
    },
  }),
  // decide: the page shows only the bucket +Inf, as of a native histogram, and not its schema.
  shopRenderingSeconds: nativeHistogram('shop_rendering_seconds', { help: '', unit: 'seconds', schema: 3 }),
  // Creation times: no rule reads them. Switch them off (Python: PROMETHEUS_DISABLE_CREATED_SERIES=true) and
  // delete them.
  shopRequestsCreated: gauge('shop_requests_created', { help: '' }),
  shopRequestsRate5m: gauge('shop:requests:rate5m', { help: '' }),
});
