import type { Environment } from '../../catalog/environment';
import { CHART, helmCommand } from '../../helm-values/release';
import { requiredSecrets } from './required-secrets';

const FILE = `${CHART.name}.values.yml`;

/**
 * Relative to the output folder. `kubectl apply -f` ignores subfolders and `cdk8s synth --stdout` prints only `*.yaml`,
 * so neither treats it as a manifest.
 */
export const VALUES_PATH = `helm/${FILE}`;

/**
 * The values file of an environment: what to run and which Secrets that needs, then the values.
 * @param toYaml writes YAML 1.1, as Helm reads it: there a plain `on` or `1_000` is not a string
 */
export function valuesFile(
  environment: Environment,
  values: object,
  toYaml: (values: object) => string,
): string {
  return `${header(environment)}\n${toYaml(values)}`;
}

function header(environment: Environment): string {
  const secrets = requiredSecrets(environment).map(
    ({ name, keys, purpose }) => `  ${name} with ${keys.join(', ')}: ${purpose}`,
  );
  const text = [
    `${CHART.name} ${CHART.version} for environment ${environment.name}. Generated: edit src/stack/environments.ts.`,
    '',
    `1. Create these Secrets in namespace ${environment.namespaces.monitoring}:`,
    ...secrets,
    '2. In the folder of this file, run:',
    ...helmCommand(environment, FILE)
      .split('\n')
      .map((line) => `  ${line}`),
  ];
  return text.map((line) => `# ${line}`.trimEnd() + '\n').join('');
}
