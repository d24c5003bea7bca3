import { parse } from 'yaml';
import { hideSecret, inlineSecrets } from '../../src/helm-values/inline-secrets';

const receivers = (receiver: string) => `alertmanager: { config: { receivers: [${receiver}] } }`;

test.each([
  [
    'grafana: { adminPassword: hunter2 }',
    'grafana.adminPassword',
    'put it into a Secret and name that in grafana.admin.existingSecret',
  ],
  [
    'adminPassword: hunter2',
    'adminPassword',
    'put it into a Secret and name that in grafana.admin.existingSecret',
  ],
  [
    'grafana: { envRenderSecret: { TOKEN: hunter2 } }',
    'grafana.envRenderSecret.TOKEN',
    'put it into a Secret and name that in envFromSecrets',
  ],
  [
    'grafana: { additionalDataSources: [{ secureJsonData: { password: hunter2 } }] }',
    'grafana.additionalDataSources[0].secureJsonData.password',
    'put it into a Secret and refer to it as $VARIABLE',
  ],
  [
    'grafana: { grafana.ini: { smtp: { password: hunter2 } } }',
    'grafana.grafana.ini.smtp.password',
    'put it into a Secret and refer to it as $__file{/path} or $__env{VARIABLE}',
  ],
  [
    receivers('{ slack_configs: [{ api_url: hunter2 }] }'),
    'alertmanager.config.receivers[0].slack_configs[0].api_url',
    "write api_url_file with the path of a mounted Secret's key",
  ],
  [
    receivers('{ pagerduty_configs: [{ routing_key: hunter2 }] }'),
    'alertmanager.config.receivers[0].pagerduty_configs[0].routing_key',
    "write routing_key_file with the path of a mounted Secret's key",
  ],
  [
    receivers('{ email_configs: [{ auth_password: hunter2 }] }'),
    'alertmanager.config.receivers[0].email_configs[0].auth_password',
    "write auth_password_file with the path of a mounted Secret's key",
  ],
  [
    receivers('{ discord_configs: [{ webhook_url: hunter2 }] }'),
    'alertmanager.config.receivers[0].discord_configs[0].webhook_url',
    "write webhook_url_file with the path of a mounted Secret's key",
  ],
  [
    receivers('{ webhook_configs: [{ http_config: { basic_auth: { password: hunter2 } } }] }'),
    'alertmanager.config.receivers[0].webhook_configs[0].http_config.basic_auth.password',
    "write password_file with the path of a mounted Secret's key",
  ],
  [
    receivers('{ wechat_configs: [{ api_secret: hunter2 }] }'),
    'alertmanager.config.receivers[0].wechat_configs[0].api_secret',
    'use an integration that reads its credential from a file',
  ],
  [
    'alertmanager: { config: { global: { slack_api_url: hunter2 } } }',
    'alertmanager.config.global.slack_api_url',
    "write slack_api_url_file with the path of a mounted Secret's key",
  ],
  [
    'prometheus: { prometheusSpec: { thanos: { objectStorageConfig: { secret: { config: { secret_key: hunter2 } } } } } }',
    'prometheus.prometheusSpec.thanos.objectStorageConfig.secret.config.secret_key',
    'refer to an existing Secret with existingSecret',
  ],
  [
    'prometheus: { prometheusSpec: { remoteWrite: [{ bearerToken: hunter2 }] } }',
    'prometheus.prometheusSpec.remoteWrite[0].bearerToken',
    'refer to a Secret in authorization.credentials',
  ],
  [
    'prometheus: { prometheusSpec: { additionalRemoteWrite: [{ headers: { Authorization: hunter2 } }] } }',
    'prometheus.prometheusSpec.additionalRemoteWrite[0].headers.Authorization',
    'refer to a Secret in authorization.credentials',
  ],
  [
    'prometheus: { extraSecret: { data: { auth: hunter2 } } }',
    'prometheus.extraSecret.data.auth',
    'create the Secret beside the release and mount it',
  ],
])('%s is a secret in plain text, and its value is hidden', (yaml, path, fix) => {
  const found = inlineSecrets(parse(yaml));
  expect(found).toEqual([{ path, message: 'secret in plain text', found: 'hidden', fix }]);
  expect(JSON.stringify(found)).not.toContain('hunter2');
});

test.each([
  'grafana: { adminPassword: "" }',
  'grafana: { admin: { existingSecret: grafana-admin, passwordKey: password } }',
  'grafana: { grafana.ini: { smtp: { password: "$__file{/etc/secrets/smtp}" } } }',
  'grafana: { additionalDataSources: [{ secureJsonData: { password: $PASSWORD } }] }',
  receivers('{ slack_configs: [{ api_url_file: /etc/alertmanager/secrets/chat/url }] }'),
  // The address of a service, not a credential.
  receivers('{ opsgenie_configs: [{ api_url: "https://api.eu.opsgenie.com" }] }'),
  receivers('{ webhook_configs: [{ url: "http://bridge.monitoring.svc" }] }'),
  'prometheus: { prometheusSpec: { secrets: [etcd-client], remoteWrite: [{ basicAuth: { password: { name: a, key: b } } }] } }',
  'prometheus: { prometheusSpec: { replicas: 2, externalLabels: } }',
])('%s holds no secret in plain text', (yaml) => {
  expect(inlineSecrets(parse(yaml))).toEqual([]);
});

test.each([
  ['grafana.adminPasword', 'hunter2', 'hidden'],
  ['alertmanager.config.receivers[0].slack_configs[0].api_url', 'hunter2', 'hidden'],
  ['grafana.bearerToken', 'hunter2', 'hidden'],
  ['grafana.replica', 'two', 'two'],
  ['grafana.adminPasword', 5, 5],
])('the value of %s, %j, is shown as %j', (path, found, shown) => {
  expect(hideSecret({ path, message: 'unknown field', found, fix: 'remove it' }).found).toBe(shown);
});
