import { words } from '../findings/words';

/**
 * Fields of a scrape configuration of prometheus.yml, by the map that holds them. Other maps are not compared.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
export const SCRAPE_CONFIG_FIELDS = {
  scrape: words(`
    job_name scrape_interval scrape_timeout scrape_protocols fallback_scrape_protocol scrape_native_histograms
    always_scrape_classic_histograms scrape_classic_histograms convert_classic_histograms_to_nhcb metrics_path honor_labels
    honor_timestamps track_timestamps_staleness scheme params enable_compression basic_auth authorization oauth2
    bearer_token bearer_token_file tls_config proxy_url no_proxy proxy_from_environment proxy_connect_header
    follow_redirects enable_http2 http_headers body_size_limit scrape_failure_log_file sample_limit label_limit
    label_name_length_limit label_value_length_limit target_limit keep_dropped_targets
    native_histogram_bucket_limit native_histogram_min_bucket_factor metric_name_validation_scheme
    metric_name_escaping_scheme extra_scrape_metrics relabel_configs metric_relabel_configs static_configs file_sd_configs
    http_sd_configs azure_sd_configs consul_sd_configs digitalocean_sd_configs docker_sd_configs dockerswarm_sd_configs
    dns_sd_configs ec2_sd_configs eureka_sd_configs gce_sd_configs hetzner_sd_configs ionos_sd_configs kubernetes_sd_configs
    kuma_sd_configs lightsail_sd_configs linode_sd_configs marathon_sd_configs nerve_sd_configs nomad_sd_configs
    openstack_sd_configs ovhcloud_sd_configs puppetdb_sd_configs scaleway_sd_configs serverset_sd_configs
    stackit_sd_configs aws_sd_configs triton_sd_configs uyuni_sd_configs vultr_sd_configs`),
  static_configs: words('targets labels'),
  relabel_configs: words('source_labels separator regex modulus target_label replacement action'),
  metric_relabel_configs: words('source_labels separator regex modulus target_label replacement action'),
  basic_auth: words('username username_file username_ref password password_file password_ref'),
  authorization: words('type credentials credentials_file credentials_ref'),
  tls_config: words(`
    ca ca_file ca_ref cert cert_file cert_ref key key_file key_ref server_name insecure_skip_verify min_version
    max_version`),
} as const;
