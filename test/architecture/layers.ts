/**
 * Which folders of src a folder may import, besides itself. A folder imports only from folders above its line, so that
 * no cycle is possible.
 */
export const LAYERS = {
  findings: [],
  // What a service exposes, what is computed from it, and what is promised about it.
  metrics: ['findings'],
  promql: ['findings', 'metrics'],
  rules: ['findings', 'metrics', 'promql'],
  slo: ['findings', 'metrics', 'promql', 'rules'],
  presets: ['findings', 'metrics', 'promql', 'rules', 'slo'],
  runbooks: ['findings', 'metrics', 'promql', 'rules', 'slo'],
  catalog: ['findings', 'metrics', 'promql', 'rules', 'slo'],
  dashboards: ['findings', 'metrics', 'promql', 'rules', 'slo', 'catalog'],
  // The public entry of these.
  'index.ts': ['findings', 'metrics', 'promql', 'rules', 'slo', 'catalog'],
  // Objects and values of any author, and what the operator and Prometheus make of them.
  'helm-values': ['findings', 'promql', 'catalog'],
  kubernetes: ['findings', 'helm-values'],
  operator: ['findings', 'metrics', 'promql', 'kubernetes', 'helm-values'],
  exposition: ['findings'],
  // What is written and what is checked.
  outputs: [
    'findings',
    'metrics',
    'promql',
    'rules',
    'slo',
    'runbooks',
    'catalog',
    'dashboards',
    'helm-values',
  ],
  doctor: [
    'findings',
    'metrics',
    'promql',
    'rules',
    'slo',
    'catalog',
    'helm-values',
    'kubernetes',
    'operator',
    'exposition',
  ],
  synth: ['findings', 'promql', 'slo', 'catalog', 'kubernetes', 'helm-values', 'outputs', 'doctor'],
  'page-check': ['findings', 'metrics', 'promql', 'rules', 'catalog', 'exposition'],
  'contract-init': ['findings', 'metrics', 'catalog', 'exposition', 'page-check'],
  'design-review': ['findings', 'metrics', 'promql', 'rules', 'slo', 'catalog', 'exposition', 'page-check'],
  local: ['findings', 'metrics', 'promql', 'catalog', 'helm-values', 'kubernetes', 'operator', 'doctor'],
  testing: ['findings', 'rules', 'slo', 'catalog', 'local'],
  cli: [
    'findings',
    'metrics',
    'promql',
    'rules',
    'slo',
    'runbooks',
    'catalog',
    'dashboards',
    'helm-values',
    'kubernetes',
    'operator',
    'exposition',
    'outputs',
    'doctor',
    'synth',
    'page-check',
    'contract-init',
    'design-review',
    'local',
    'testing',
  ],
  // The first user of the library, and the program that synthesizes it.
  stack: ['index.ts'],
  'main.ts': ['findings', 'synth', 'stack'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Packages that only these folders may import. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  cdk8s: ['outputs/kubernetes'],
  constructs: ['outputs/kubernetes'],
  'cdk8s-plus-28': ['outputs/kubernetes'],
  '@grafana/grafana-foundation-sdk': ['dashboards', 'outputs/kubernetes'],
  '@lezer/common': ['promql'],
  '@prometheus-io/lezer-promql': ['promql'],
  commander: ['cli'],
  jiti: ['cli'],
  fastify: ['stack'],
  pg: ['stack'],
  'prom-client': ['stack'],
  '@electric-sql/pglite': ['stack'],
};
