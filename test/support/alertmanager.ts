import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { Labels } from '../../src/outputs/kube-prometheus-stack/matcher';
import { kubePrometheusStackValues } from '../../src/outputs/kube-prometheus-stack/kube-prometheus-stack';
import type { AlertmanagerConfig } from '../../src/helm-values/values-schema';
import type { Environment } from '../../src/catalog/environment';
import { binary } from './binaries';
import { ENGINE } from './engines';
import { freePort } from './free-port';
import { startProgram } from './program';

/** Content of the Secrets that an environment names: `<name>/<key>` to value. */
export type SecretFiles = Readonly<Record<string, string>>;

/**
 * Writes what the chart would give to Alertmanager into a folder, with the templates and Secrets that it refers to.
 * @param change makes waits shorter, and points at local servers
 * @returns path of the configuration
 */
export function writeAlertmanagerFiles(
  folder: string,
  environment: Environment,
  secrets: SecretFiles = {},
  change: (config: AlertmanagerConfig) => AlertmanagerConfig = (config) => config,
): string {
  const { config, templateFiles = {} } = kubePrometheusStackValues(environment).alertmanager!;
  const files = { ...prefixed('config', templateFiles), ...prefixed('secrets', secrets) };
  for (const [path, content] of Object.entries(files)) write(join(folder, path), content);
  const asInChart = stringify(change(config!), { lineWidth: 0 }).replaceAll(
    '/etc/alertmanager/',
    `${folder}/`,
  );
  const text =
    ENGINE.name === 'newest'
      ? asInChart
      : // Webhooks have this field since 0.26.
        asInChart.replaceAll(/url_file: .*\/secrets\/(.+)/g, (_line, secret: string) => {
          return `url: ${secrets[secret] ?? 'http://127.0.0.1/'}`;
        });
  return write(join(folder, 'alertmanager.yml'), text);
}

const prefixed = (folder: string, files: SecretFiles): SecretFiles =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]));

function write(path: string, content: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** What amtool says of a configuration and its templates. */
export function checkConfig(file: string): string {
  const { stdout, stderr } = spawnSync(binary('amtool'), ['check-config', file], { encoding: 'utf8' });
  return `${stdout}${stderr}`;
}

/** Receivers that the real routing tree leads to. */
export function amtoolReceivers(file: string, labels: Labels): readonly string[] {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const args = ['config', 'routes', 'test', `--config.file=${file}`, ...pairs];
  return execFileSync(binary('amtool'), args, { encoding: 'utf8', stdio: 'pipe' }).trim().split(',');
}

/** An alert as Prometheus sends it. */
export interface PostedAlert {
  readonly labels: Labels;
  readonly annotations?: Labels;
  readonly endsAt?: string;
  readonly generatorURL?: string;
}

/** An alert as Alertmanager knows it. */
export interface KnownAlert {
  readonly labels: Labels;
  readonly fingerprint: string;
  /** Where its routes lead to, in their order. */
  readonly receivers: readonly { readonly name: string }[];
  readonly status: { readonly state: string; readonly inhibitedBy: readonly string[] };
}

/** A real Alertmanager on a free port of 127.0.0.1. */
export interface Alertmanager {
  post(...alerts: readonly PostedAlert[]): Promise<void>;
  alerts(): Promise<readonly KnownAlert[]>;
  stop(): Promise<void>;
}

/** @param configFile from {@link writeAlertmanagerFiles} */
export async function startAlertmanager(configFile: string, externalUrl: string): Promise<Alertmanager> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { stop } = await startProgram(
    'Alertmanager',
    binary('alertmanager'),
    [
      `--config.file=${configFile}`,
      `--storage.path=${join(dirname(configFile), 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      `--web.external-url=${externalUrl}`,
      '--web.route-prefix=/',
      '--cluster.listen-address=',
    ],
    async () => (await fetch(`${url}/-/ready`)).ok,
  );
  return {
    post: async (...alerts) => {
      const response = await fetch(`${url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(alerts),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    alerts: async () => (await (await fetch(`${url}/api/v2/alerts`)).json()) as readonly KnownAlert[],
    stop,
  };
}
