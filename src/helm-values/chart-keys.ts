import { words } from '../findings/words';

/**
 * Keys of the chart's values that this project does not check, by section. The chart has no schema and ignores unknown
 * keys, so this list is what distinguishes a key from a typing error.
 *
 * Sources: values.yaml and templates of the chart, values.yaml of Grafana's chart, what the chart has added since
 * (helm-charts pull requests 6734, 6735, 7065, 7067, 7068), and for the two specs the fields of the custom resources
 * that the chart may pass on under the same name. In doubt a key is listed: rejecting a valid key is worse than
 * accepting a wrong one.
 * @see https://github.com/prometheus-community/helm-charts/blob/kube-prometheus-stack-88.5.3/charts/kube-prometheus-stack/values.yaml
 */
export const CHART_KEYS = {
  top: words(`
    nameOverride namespaceOverride kubeTargetVersionOverride kubeVersionOverride fullnameOverride commonLabels crds
    customRules defaultRules additionalPrometheusRules additionalPrometheusRulesMap global
    prometheus-windows-exporter kubernetesServiceMonitors kubeApiServer kubelet kubeDns
    kube-state-metrics prometheus-node-exporter thanosRuler cleanPrometheusOperatorObjectNames
    extraManifests`),
  prometheus: words(`
    annotations additionalLabels networkPolicy serviceAccount thanosServiceExternal service servicePerReplica
    thanosIngress thanosIngressPerReplica thanosRoute extraSecret ingress route ingressPerReplica routePerReplica
    serviceMonitor additionalRulesForClusterRole additionalServiceMonitors additionalPodMonitors verticalPodAutoscaler`),
  prometheusSpec: words(`
    persistentVolumeClaimRetentionPolicy disableCompaction automountServiceAccountToken apiserverConfig additionalArgs
    scrapeFailureLogFile scrapeClasses podTargetLabels listenLocal enableOTLPReceiver enableAdminAPI version web
    exemplars enableFeatures otlp serviceName image tolerations topologySpreadConstraints alertingEndpoints
    enableRemoteWriteReceiver replicaExternalLabelName prometheusExternalLabelName prometheusExternalLabelNameClear
    nodeSelector secrets configMaps query tsdb walCompression paused logLevel logFormat routePrefix
    podMetadata podAntiAffinityTopologyKey affinity remoteRead additionalRemoteRead additionalRemoteWrite
    remoteWriteDashboards resources volumes volumeMounts additionalScrapeConfigs additionalScrapeConfigsSecret
    additionalPrometheusSecretsAnnotations additionalAlertManagerConfigs additionalAlertManagerConfigsSecret
    additionalAlertRelabelConfigs additionalAlertRelabelConfigsSecret securityContext priorityClassName containers
    initContainers portName arbitraryFSAccessThroughSMs overrideHonorLabels overrideHonorTimestamps
    ignoreNamespaceSelectors enforcedNamespaceLabel prometheusRulesExcludedFromEnforce excludedFromEnforcement
    queryLogFile sampleLimit enforcedKeepDroppedTargets enforcedSampleLimit enforcedTargetLimit enforcedLabelLimit
    enforcedLabelNameLengthLimit enforcedLabelValueLengthLimit allowOverlappingBlocks nameValidationScheme
    minReadySeconds hostNetwork hostAliases tracingConfig serviceDiscoveryRole additionalConfig
    additionalConfigString maximumStartupDurationSeconds scrapeProtocols targetLimit labelLimit labelNameLengthLimit
    labelValueLengthLimit keepDroppedTargets bodySizeLimit enforcedBodySizeLimit runtime shardingStrategy
    shardRetentionPolicy reloadStrategy nameEscapingScheme remoteWriteReceiverMessageVersions
    enableServiceLinks schedulerName hostUsers terminationGracePeriodSeconds dnsConfig dnsPolicy imagePullPolicy
    podManagementPolicy updateStrategy rules scrapeClassicHistograms scrapeNativeHistograms
    convertClassicHistogramsToNHCB disableAlerting`),
  alertmanager: words(`
    namespaceOverride annotations additionalLabels apiVersion enableFeatures forceDeployDashboards networkPolicy
    serviceAccount stringConfig ingress route secret ingressPerReplica routePerReplica service
    servicePerReplica serviceMonitor extraSecret verticalPodAutoscaler`),
  alertmanagerSpec: words(`
    persistentVolumeClaimRetentionPolicy podMetadata serviceName image version useExistingSecret
    automountServiceAccountToken configMaps configSecret web alertmanagerConfigSelector
    alertmanagerConfigNamespaceSelector alertmanagerConfiguration alertmanagerConfigMatcherStrategy additionalArgs
    logFormat logLevel retention routePrefix scheme tlsConfig paused nodeSelector resources
    podAntiAffinityTopologyKey affinity tolerations topologySpreadConstraints securityContext listenLocal containers
    volumes volumeMounts initContainers priorityClassName additionalPeers portName clusterAdvertiseAddress
    clusterGossipInterval clusterPeerTimeout clusterPushpullInterval clusterLabel forceEnableClusterMode
    minReadySeconds additionalConfig additionalConfigString limits clusterTLS enableServiceLinks hostAliases
    schedulerName hostUsers hostNetwork terminationGracePeriodSeconds dnsConfig dnsPolicy imagePullPolicy
    podManagementPolicy updateStrategy`),
  grafana: words(`
    enabled name namespaceOverride nameOverride fullnameOverride forceDeployDatasources forceDeployDashboards
    defaultDashboardsEnabled operator defaultDashboardsTimezone defaultDashboardsEditable defaultDashboardsInterval
    adminUser adminPassword rbac ingress route persistence serviceAccount extraConfigmapMounts
    deleteDatasources additionalDataSources additionalDataSourcesString prune service global replicas
    headlessService automountServiceAccountToken autoscaling podDisruptionBudget deploymentStrategy readinessProbe
    livenessProbe startupProbe schedulerName image testFramework dnsPolicy dnsConfig securityContext
    containerSecurityContext createConfigmap extraEmptyDirMounts extraLabels priorityClassName
    downloadDashboardsImage downloadDashboards podAnnotations podLabels podPortName gossipPortName annotations
    extraExposePorts hostAliases resources nodeSelector tolerations affinity topologySpreadConstraints
    extraInitContainers extraContainers extraContainerVolumes initChownData command args env envValueFrom
    envFromSecret envRenderSecret envFromSecrets envFromConfigMaps enableServiceLinks extraSecretMounts
    extraVolumeMounts extraVolumes lifecycleHooks plugins datasources alerting notifiers dashboardProviders
    dashboards defaultCurlOptions dashboardsConfigMaps ldap smtp revisionHistoryLimit imageRenderer
    networkPolicy enableKubeBackwardCompatibility useStatefulSet extraObjects assertNoLeakedSecrets
    hostNetwork hostUsers shareProcessNamespace terminationGracePeriodSeconds serviceAccountName configMapAnnotations
    statefulset unifiedStorage`),
  sidecar: words(`
    image imagePullPolicy resources securityContext skipTlsVerify enableUniqueFilenames readinessProbe livenessProbe
    startupProbe logLevel env envValueFrom restartPolicy alerts datasources plugins notifiers`),
  sidecarDashboards: words(`
    env envValueFrom ignoreAlreadyProcessed SCProvider logLevel folder defaultFolderName watchMethod resource
    resourceName reloadURL script skipReload initDashboards restartPolicy maxTotalRetries maxConnectRetries
    maxReadRetries watchServerTimeout watchClientTimeout updateIntervalSeconds extraMounts sizeLimit annotations
    multicluster enableNewTablePanelSyntax securityContext resources readinessProbe livenessProbe startupProbe`),
  dashboardProvider: words(`
    name orgid folder folderUid type disableDelete allowUiUpdates updateIntervalSeconds`),
  prometheusOperator: words(`
    enabled fullnameOverride revisionHistoryLimit replicas strategy tls livenessProbe readinessProbe startupProbe
    admissionWebhooks namespaces denyNamespaces alertmanagerInstanceNamespaces alertmanagerConfigNamespaces
    prometheusInstanceNamespaces thanosRulerInstanceNamespaces clusterDomain networkPolicy serviceAccount
    terminationGracePeriodSeconds lifecycle service labels annotations podLabels podAnnotations podDisruptionBudget
    priorityClassName logFormat logLevel kubeletService kubeletEndpointsEnabled kubeletEndpointSliceEnabled extraArgs
    serviceMonitor resources env hostNetwork hostUsers nodeSelector tolerations affinity topologySpreadConstraints
    dnsConfig securityContext containerSecurityContext verticalPodAutoscaler image prometheusDefaultBaseImage
    prometheusDefaultBaseImageRegistry alertmanagerDefaultBaseImage alertmanagerDefaultBaseImageRegistry
    prometheusConfigReloader thanosImage prometheusInstanceSelector alertmanagerInstanceSelector
    thanosRulerInstanceSelector secretFieldSelector automountServiceAccountToken extraVolumes extraVolumeMounts
    extraContainers extraInitContainers`),
  /** Components of the control plane: kubeScheduler, kubeEtcd and so on. */
  component: words('endpoints service serviceMonitor jobNameOverride'),
  /** The keys of these charts are below their own names; older versions had monitors and job labels here. */
  kubeStateMetrics: words('serviceMonitor'),
  nodeExporter: words('operatingSystems forceDeployDashboards serviceMonitor jobLabel'),
  windowsMonitoring: words('job'),
  serviceMonitor: words(`
    enabled path namespace labels interval scheme tlsConfig relabelings metricRelabelings targetLabels basicAuth
    honorLabels scrapeClassName`),
  thanos: words(`
    additionalArgs baseImage blockSize getConfigInterval getConfigTimeout grpcListenLocal grpcServerTlsConfig
    httpListenLocal image listenLocal logFormat logLevel minTime objectStorageConfigFile readyTimeout resources
    secretProviderClass sha tag tracingConfig tracingConfigFile version volumeMounts`),
  thanosService: words(`
    annotations labels externalTrafficPolicy type ipDualStack portName port targetPort httpPortName httpPort
    targetHttpPort clusterIP nodePort httpNodePort`),
  thanosServiceMonitor: words(`
    interval additionalLabels scheme tlsConfig bearerTokenFile metricRelabelings relabelings`),
  remoteWrite: words(`
    authorization azureAd bearerToken bearerTokenFile enableHTTP2 followRedirects headers messageVersion
    metadataConfig noProxy oauth2 proxyConnectHeader proxyFromEnvironment proxyUrl queueConfig remoteTimeout
    roundRobinDNS sendExemplars sendNativeHistograms sigv4 tlsConfig writeRelabelConfigs`),
  storage: words('disableMountSubPath emptyDir ephemeral'),
  claim: words('apiVersion kind metadata status'),
  claimSpec: words('dataSource dataSourceRef selector volumeAttributesClassName volumeMode volumeName'),
} as const;
