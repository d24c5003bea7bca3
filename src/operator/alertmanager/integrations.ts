/** What an integration of a receiver has to have: one of some fields, or a global setting in their place. */
export interface Requirement {
  /** Fields of alertmanager.yaml; the first is the usual one. */
  readonly fields: readonly string[];
  /** Settings under `global` that every integration without the fields takes. @default none */
  readonly global?: readonly string[];
  /** What AlertmanagerConfigs call a field, where the letters differ. @default the same in camelCase */
  readonly resource?: readonly string[];
}

/**
 * By the list of a receiver, what Alertmanager demands when it loads its configuration.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#receiver-integration-settings
 */
export const INTEGRATIONS: Readonly<Record<string, readonly Requirement[]>> = {
  slack_configs: [
    {
      fields: ['api_url', 'api_url_file', 'app_token', 'app_token_file'],
      global: ['slack_api_url', 'slack_api_url_file', 'slack_app_token', 'slack_app_token_file'],
    },
  ],
  email_configs: [
    { fields: ['to'] },
    { fields: ['smarthost'], global: ['smtp_smarthost'] },
    { fields: ['from'], global: ['smtp_from'] },
  ],
  pagerduty_configs: [{ fields: ['routing_key', 'routing_key_file', 'service_key', 'service_key_file'] }],
  webhook_configs: [{ fields: ['url', 'url_file'], resource: ['urlSecret'] }],
  opsgenie_configs: [
    { fields: ['api_key', 'api_key_file'], global: ['opsgenie_api_key', 'opsgenie_api_key_file'] },
  ],
  victorops_configs: [
    { fields: ['api_key', 'api_key_file'], global: ['victorops_api_key', 'victorops_api_key_file'] },
    { fields: ['routing_key'] },
  ],
  pushover_configs: [{ fields: ['user_key', 'user_key_file'] }, { fields: ['token', 'token_file'] }],
  telegram_configs: [
    { fields: ['bot_token', 'bot_token_file'], global: ['telegram_bot_token', 'telegram_bot_token_file'] },
  ],
  sns_configs: [{ fields: ['topic_arn', 'phone_number', 'target_arn'] }],
  discord_configs: [{ fields: ['webhook_url', 'webhook_url_file'], resource: ['apiURL'] }],
  msteams_configs: [{ fields: ['webhook_url', 'webhook_url_file'] }],
  msteamsv2_configs: [{ fields: ['webhook_url', 'webhook_url_file'] }],
};
