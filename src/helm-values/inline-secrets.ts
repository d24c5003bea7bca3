import type { PartProblem } from '../findings/finding';

interface SecretRow {
  /** Matches the path of a value, e.g. `alertmanager.config.receivers[0].slack_configs[0].api_url`. */
  readonly path: RegExp;
  readonly fix: (key: string) => string;
}

const readFile = (key: string) => `write ${key}_file with the path of a mounted Secret's key`;
const useExisting = () => 'refer to an existing Secret with existingSecret';

/** Values that may hold a secret in plain text. Each of them can refer to a Secret instead. */
const ROWS: readonly SecretRow[] = [
  {
    path: /(^|\.)adminPassword$/,
    fix: () => 'put it into a Secret and name that in grafana.admin.existingSecret',
  },
  { path: /^grafana\.envRenderSecret\./, fix: () => 'put it into a Secret and name that in envFromSecrets' },
  { path: /\.secureJsonData\./, fix: () => 'put it into a Secret and refer to it as $VARIABLE' },
  {
    path: /^grafana\.grafana\.ini\..*\.(admin_password|password|secret_key|client_secret|bind_password)$/,
    fix: () => 'put it into a Secret and refer to it as $__file{/path} or $__env{VARIABLE}',
  },
  // Alertmanager's configuration. Slack's address is its credential; the api_url of others is only an address.
  { path: /\.slack_configs\[\d+\]\.api_url$/, fix: readFile },
  {
    path: /^alertmanager\.config\..*\.(slack_api_url|webhook_url|routing_key|service_key|api_key|bot_token|token|user_key|(smtp_)?auth_password|(opsgenie|victorops)_api_key)$/,
    fix: readFile,
  },
  {
    path: /^alertmanager\.config\..*\.(password|credentials|client_secret|bearer_token)$/,
    fix: readFile,
  },
  {
    path: /^alertmanager\.config\..*\.((smtp_)?auth_secret|(wechat_)?api_secret)$/,
    fix: () => 'use an integration that reads its credential from a file',
  },
  { path: /\.objectStorageConfig\.secret\./, fix: useExisting },
  {
    path: /\.(remoteWrite|additionalRemoteWrite)\[\d+\]\.bearerToken$/,
    fix: () => 'refer to a Secret in authorization.credentials',
  },
  {
    path: /\.(remoteWrite|additionalRemoteWrite)\[\d+\]\.headers\.(authorization|x-api-key)$/i,
    fix: () => 'refer to a Secret in authorization.credentials',
  },
  { path: /\.extraSecret\.data\./, fix: () => 'create the Secret beside the release and mount it' },
];

/** Shown instead of a value that must not reach a terminal or a build log. */
const HIDDEN = 'hidden';

/** Finds secrets in plain text, which a committed or printed file would expose. */
export function inlineSecrets(values: unknown): readonly PartProblem[] {
  return stringsIn(values, '').flatMap(([path, value]) => {
    const row = ROWS.find((candidate) => candidate.path.test(path));
    // A string that starts with $ refers to a file or variable.
    if (row === undefined || value === '' || value.startsWith('$')) return [];
    const key = path.slice(path.lastIndexOf('.') + 1);
    return [{ path, message: 'secret in plain text', found: HIDDEN, fix: row.fix(key) }];
  });
}

function stringsIn(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((inner, index) => stringsIn(inner, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    stringsIn(inner, path === '' ? key : `${path}.${key}`),
  );
}

/** Hides the value of another problem if the name of its key suggests a secret. */
export function hideSecret<P extends PartProblem>(problem: P): P {
  const key = problem.path.slice(problem.path.lastIndexOf('.') + 1);
  return /pas+w|passphrase|secret|token|credential|_key$|^api_url$|webhook/i.test(key) &&
    typeof problem.found === 'string' &&
    problem.found !== ''
    ? { ...problem, found: HIDDEN }
    : problem;
}
