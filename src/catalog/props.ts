// Written by `npm run docs` from the schemas, and from the descriptions of their fields.
import type { Contract } from '../metrics/contract';
import type { AlertRow } from '../rules/alert';
import type { GoldenSignals } from '../rules/golden-signals';
import type { Slo } from '../slo/slo';
import type { Scrape } from './scrape/index';
import type { Workload } from './workload/index';
import type { ExistingWorkload } from './workload/existing';
import type { Fault } from '../faults/fault';

export interface ServiceProps {
  /** Name of the Deployment, the Service and the container; with it the `job` label and the prefix of the rules. */
  readonly name: string;
  /**
   * Namespace, or several: the service then runs in each of them under one name. Absent: `namespaces.services` of the
   * environment.
   */
  readonly namespace?: string | readonly string[];
  /** Value of the label `team` of its alerts, which routes select by. */
  readonly team: string;
  /** Port on which the container serves requests. Required unless `scrape` is given, or for a CronJob. */
  readonly port?: number;
  /**
   * Port on which it serves metrics; the container receives it as METRICS_PORT. Clients cannot reach it. Absent:
   * `port`.
   */
  readonly metricsPort?: number;
  /** Path of the metrics page. @default /metrics */
  readonly metricsPath?: string;
  /** Every metric that it exposes. Required, but for a CronJob that exposes none. @default {} */
  readonly metrics?: Contract;
  /** Metrics of its golden signals. Absent: only scrapes and pods are monitored. */
  readonly signals?: GoldenSignals;
  /**
   * What to deploy: settings of a Deployment, or a workload of another kind. `external` to monitor a service that
   * something else deploys; `existing({ kind, name })` to monitor its pods too.
   */
  readonly workload: 'external' | WorkloadSettings | Pick<Workload, 'kind'>;
  /**
   * What runs it instead in single namespaces, where something else deploys it: `{ us: existing({ kind, name }) }`.
   * `scrape` then says how it is scraped there.
   * @default {}
   */
  readonly workloadIn?: Readonly<Record<string, ExistingWorkload>>;
  /**
   * How a service that something else deploys is scraped. Absent: a ServiceMonitor of the Service that is deployed; for
   * an external service, of the Service with the label `app` and the port `http` (`metrics` with `metricsPort`).
   */
  readonly scrape?: Scrape;
  /** Its service level objectives. @default [] */
  readonly slos?: readonly Slo[];
  /** Alerts in addition to those that every service has. @default [] */
  readonly alerts?: readonly AlertProps[];
  /**
   * Changes of alerts that every service has, by symptom, e.g. `{ TargetDown: 'off', TrafficStopped: { severity:
   * 'warning', for: '15m' } }`.
   * @default {}
   */
  readonly builtInAlerts?: Readonly<
    Record<
      string,
      | 'off'
      | {
          /** Replaces its severity. */
          readonly severity?: 'critical' | 'warning' | 'info';
          /** Replaces the time for which its expression must have results. */
          readonly for?: string;
          /**
           * Replaces the share at which it fires, above 0 and up to 1: of the memory limit (MemoryNearLimit, `0.9`), of CPU
           * periods (CpuThrottled, `0.25`), of the usual requests (TrafficCollapsed, `0.1`), or of the targets, pods or
           * probes that fail or are missing (TargetsFailing, PartialOutage, PodsCrashing, ProbesFailing, `0.5`). Other alerts
           * have none.
           */
          readonly threshold?: number;
          /** Replaces the requests per second that TrafficStopped and TrafficCollapsed need to judge, e.g. `0.5`. */
          readonly minimumTraffic?: number;
        }
    >
  >;
  /**
   * JSON patches of the objects that are written for it, for what no field sets. The result is checked like everything
   * else.
   * @default []
   */
  readonly patches?: readonly PatchProps[];
  /**
   * Who must be notified of a fault, and how soon, by the name of the fault: `{ 'all requests fail': { receiver:
   * 'on-call', within: '5m' } }`. Checked in every environment with receivers; `off` drops an expectation of the
   * environment or a default.
   * @default {}
   */
  readonly expect?: Readonly<Record<string, 'off' | ExpectationSettings>>;
  /** Faults of its own, for `signalproof certify`: `[fault({ ... })]`. @default [] */
  readonly faults?: readonly Fault[];
  /**
   * Series that one target may expose: above it an alert fires, and at twice the number Prometheus rejects the whole
   * scrape. `contract`: the maximum that the contract's labels allow, plus 200 for the runtime's own; right only if the
   * contract declares every metric of the page. Absent: no limit.
   */
  readonly seriesBudget?: number | 'contract';
}

export interface WorkloadSettings {
  /** Container image, with a tag or digest. */
  readonly image: string;
  /** Replaces the image's entry point. */
  readonly command?: readonly string[];
  /** Replaces the image's arguments. */
  readonly args?: readonly string[];
  /** CPU request. There is no CPU limit unless `cpuLimit` is set. @default 100m */
  readonly cpuRequest?: string;
  /** CPU limit. Absent: none, because a limit slows a service down although the node has idle CPU. */
  readonly cpuLimit?: string;
  /** Memory request and limit. @default 256Mi */
  readonly memory?: string;
  /** Request and limit for the writable folders and logs of the container together. @default 128Mi */
  readonly ephemeralStorage?: string;
  /** Environment variables in plain text. Use `secretEnv` for secrets. @default {} */
  readonly env?: Readonly<Record<string, string>>;
  /** Environment variables from Secrets in the service's namespace. @default {} */
  readonly secretEnv?: {
    readonly [name: string]: {
      /** Name of the Secret. */
      readonly name: string;
      /** Key of the value in the Secret. */
      readonly key: string;
      /**
       * `always`: pods do not start without the Secret. `by several replicas`: a single pod starts without it, for what
       * only replicas share, such as a database.
       * @default always
       */
      readonly needed?: 'always' | 'by several replicas';
    };
  };
  /** ConfigMaps and Secrets whose keys all become environment variables. @default [] */
  readonly envFrom?: readonly {
    /** Name of the ConfigMap. */
    readonly configMap?: string;
    /** Name of the Secret. */
    readonly secret?: string;
  }[];
  /**
   * Folders besides `/tmp` that the container writes to, with their size. New pods start with empty ones.
   * @default {}
   */
  readonly writable?: Readonly<Record<string, string>>;
  /** ConfigMaps, Secrets and claims of the service's namespace in the file system, by path. @default {} */
  readonly mounts?: {
    readonly [name: string]: {
      /** Name of a ConfigMap, mounted read-only. */
      readonly configMap?: string;
      /** Name of a Secret, mounted read-only. */
      readonly secret?: string;
      /** Name of a PersistentVolumeClaim that exists, mounted writable. */
      readonly claim?: string;
      /**
       * Only this key of the ConfigMap or Secret, as a file of this path. Absent: the path is a folder with a file for
       * each key.
       */
      readonly key?: string;
    };
  };
  /** User and group id of its processes. @default 10001 */
  readonly user?: number;
  /** Pods. Two survive the loss of one. Absent: 2, or what `autoscaling` decides. */
  readonly replicas?: number;
  /** A HorizontalPodAutoscaler, which then decides on the number of pods. */
  readonly autoscaling?: {
    /** Pods at least. @default 2 */
    readonly min?: number;
    /** Pods at most. */
    readonly max: number;
    /** CPU that pods should use on average, in percent of `cpuRequest`. */
    readonly cpu?: number;
    /** Memory that pods should use on average, in percent of `memory`. */
    readonly memory?: number;
  };
  /** Ports besides `port` (named `http`) and `metricsPort` (named `metrics`), by name. @default {} */
  readonly ports?: Readonly<Record<string, number>>;
  /**
   * Probes: paths on `port`, or `http`, `tcp`, `grpc` or `exec` with settings, e.g. `{ grpc: 50051 }`, or `none`.
   * @default {"startup":"/healthz","readiness":"/readyz","liveness":"/healthz"}
   */
  readonly probes?: {
    /** Succeeds once the service has started; the other probes wait for it. */
    readonly startup: string | ProbeSettings;
    /** Succeeds while the pod can answer requests. `none`: a running pod is ready. */
    readonly readiness: string | ProbeSettings;
    /** Fails when only a restart helps. */
    readonly liveness: string | ProbeSettings;
  };
  /** Seconds from the stop signal to SIGKILL, including the 5 s in which the pod still serves. @default 30 */
  readonly terminationGraceSeconds?: number;
  /**
   * `sleep`: a stopping pod runs `sleep 5` and still serves, until no client sends requests to it. `none`: for images
   * without `sleep`. Requests that arrive in the first seconds of a stop then fail, unless the program itself waits
   * after SIGTERM.
   * @default sleep
   */
  readonly preStop?: 'sleep' | 'none';
  /** Namespaces whose pods may call the service, or `any` to admit every client that can reach the pod. @default any */
  readonly clients?: 'any' | readonly string[];
  /** Annotations of the pods, e.g. `{ "sidecar.istio.io/inject": "false" }`. @default {} */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Labels of the nodes that the pods run on. Absent: any node. @default {} */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints of nodes that the pods tolerate. @default [] */
  readonly tolerations?: readonly {
    /** Key of the taint. Absent: every key. */
    readonly key?: string;
    /** `Exists` for taints of any value. */
    readonly operator?: 'Equal' | 'Exists';
    /** Value of the taint. */
    readonly value?: string;
    /** Effect of the taint. Absent: all. */
    readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  }[];
}

export interface AlertProps {
  /** What a user or operator notices, in CamelCase without the service's name, e.g. `QueueStuck`. */
  readonly symptom: string;
  /** `critical` pages, `warning` opens a ticket, `info` is only shown. */
  readonly severity: 'critical' | 'warning' | 'info';
  /** How long the expression must have results before the alert fires. */
  readonly for: string;
  /**
   * How long the alert goes on firing without results, so that a symptom that comes and goes is one incident. Absent:
   * it resolves at once.
   */
  readonly keepFiringFor?: string;
  /** One sentence without a template. `%s` stands for the service's name. */
  readonly summary: string;
  /** The object and the extent, with `{{ $labels.… }}` and `{{ $value }}`. `%s` stands for the service's name. */
  readonly description: string;
  /** Has results while the symptom lasts, e.g. `(service) => gt(select(metrics.age, targetsOf(service)), 600)`. */
  readonly expr: AlertRow['expr'];
}

export interface EnvironmentSettings {
  /** External label `cluster` of every series and alert that leaves this Prometheus. */
  readonly cluster: string;
  /** Where the cluster runs. Managed control planes hide components, and alerts about those are switched off. */
  readonly platform: 'kind' | 'eks' | 'gke' | 'aks' | 'self-managed';
  /** Helm release of kube-prometheus-stack, and the value of the label `release` on monitors and rules. */
  readonly release: string;
  /** Namespaces. */
  readonly namespaces: {
    /** Namespace of services without a `namespace` of their own. */
    readonly services: string;
    /** Namespace of the Helm release, monitors and rules. */
    readonly monitoring: string;
  };
  /**
   * `all`: Prometheus selects every monitor and rule in the cluster. `release-label`: it keeps the chart's selectors,
   * which match the label `release`. Objects have the label in both modes.
   */
  readonly discovery: 'all' | 'release-label';
  /** Interval between scrapes, at most `75s`. */
  readonly scrapeInterval: string;
  /** How long Prometheus keeps samples: at least the longest period of an objective. */
  readonly retention: string;
  /** Volume for samples. `ephemeral` loses all samples when the pod moves. */
  readonly storage:
    | 'ephemeral'
    | {
        /** Size of the volume of each Prometheus. */
        readonly size: string;
        /** Storage class. Absent: the cluster's default class. */
        readonly storageClass?: string;
      };
  /** Replicas of Prometheus and Alertmanager. Two or more are kept on different nodes. */
  readonly replicas: number;
  /**
   * Prometheus shards. Each scrapes a part of the targets, so more than one requires `remoteWrite` or `thanos`.
   * @default 1
   */
  readonly shards?: number;
  /**
   * Where rules are evaluated. `prometheus`: in this cluster. `central`: in a store of several clusters, such as Mimir
   * or Thanos; rule files that select this `cluster` replace the PrometheusRules.
   * @default prometheus
   */
  readonly ruler?: 'prometheus' | 'central';
  /**
   * How far back rules look, for samples that arrive late: `1m` where Prometheus receives remote write. Prometheus 2.53
   * and newer. Absent: rules look at now, those of a central ruler `1m` back.
   */
  readonly ruleQueryOffset?: string;
  /** Evaluation of the rules of services. @default {} */
  readonly rules?: {
    /**
     * Series of one recording rule, or alerts of one alert, above which Prometheus drops all of them and counts a
     * failed evaluation. Absent: any number.
     */
    readonly limit?: number;
  };
  /** Endpoints that receive all samples. @default [] */
  readonly remoteWrite?: readonly {
    /** Name in metrics and logs of Prometheus. */
    readonly name: string;
    /** Address of the remote write endpoint. */
    readonly url: string;
    /** Credentials. Absent: requests are not authenticated. */
    readonly basicAuth?: {
      /** User name. */
      readonly username: SecretRef;
      /** Password. */
      readonly password: SecretRef;
    };
  }[];
  /** Thanos sidecar that uploads blocks. Absent: no sidecar. */
  readonly thanos?: {
    /** Secret with the object storage configuration. */
    readonly objectStorage: SecretRef;
  };
  /** Notification channels. Without any, alerts are visible only in Alertmanager. @default [] */
  readonly receivers?: readonly ReceiverProps[];
  /**
   * External service that raises the alarm when Prometheus or Alertmanager stops working. Absent: such an outage goes
   * unnoticed.
   */
  readonly heartbeat?: {
    /** Address that Alertmanager posts to. */
    readonly url: SecretRef;
    /** Interval between signals. Configure the service to wait three times as long. @default 5m */
    readonly every?: string;
  };
  /** Addresses for links in notifications. @default {} */
  readonly externalUrls?: {
    /** Address of Prometheus. Absent: the chart's in-cluster address. */
    readonly prometheus?: string;
    /** Address of Alertmanager. Absent: the chart's in-cluster address. */
    readonly alertmanager?: string;
  };
  /** Grafana. */
  readonly grafana: {
    /** Secret in the monitoring namespace with the administrator's name and password. */
    readonly adminSecret: string;
    /** Key of the name in the Secret. @default admin-user */
    readonly userKey?: string;
    /** Key of the password in the Secret. @default admin-password */
    readonly passwordKey?: string;
    /** Address of Grafana, for links in alerts. Absent: alerts have no link to a dashboard. */
    readonly url?: string;
  };
  /** Address of the folder with the generic runbook pages, one an alert: causes and mitigation. */
  readonly runbooks: string;
  /**
   * Address of the folder with the pages that `signalproof runbooks` writes for this environment, which alerts then
   * link to (`<address>/payments.md#paymentsdown`). Absent: alerts link to the generic pages.
   */
  readonly serviceRunbooks?: string;
  /** What differs for single services, by service name: `absent`, or other fields. @default {} */
  readonly services?: Readonly<
    Record<
      string,
      | 'absent'
      | {
          /** Replaces its namespace. With several, the service runs in each of them under one name. */
          readonly namespaces?: readonly string[];
          /** Replaces the percentages of its objectives, by their names, e.g. `{ availability: 99 }`. @default {} */
          readonly objectives?: Readonly<Record<string, number>>;
          /** Replaces how it is scraped. */
          readonly scrape?: Scrape;
        }
    >
  >;
  /** JSON patches of any object that is written for this environment. @default [] */
  readonly patches?: readonly PatchProps[];
  /**
   * Who must be notified of a fault of any service, and how soon, by the name of the fault: `{ 'all requests fail': {
   * receiver: 'on-call', within: '5m' } }`.
   * @default {}
   */
  readonly expect?: Readonly<Record<string, 'off' | ExpectationSettings>>;
  /** Overrides for single services, by service name. @default {} */
  readonly workloads?: {
    readonly [name: string]: {
      /** Replaces the workload's `image`. */
      readonly image?: string;
      /** Replaces the workload's `replicas`. */
      readonly replicas?: number;
      /** Replaces the workload's `memory`. */
      readonly memory?: string;
    };
  };
}

export interface EnvironmentProps extends EnvironmentSettings {
  /** The value of `STACK_ENV` that selects it. */
  readonly name: string;
}

export interface ReceiverProps {
  /** Name in Alertmanager. */
  readonly name: string;
  /** Severities of the alerts that it receives. */
  readonly severities: readonly ('critical' | 'warning' | 'info')[];
  /** Receives only alerts whose label `team` has one of these values. Absent: all alerts, including the chart's. */
  readonly teams?: readonly string[];
  /** How it notifies. Credentials are references to Secrets in the monitoring namespace. */
  readonly via:
    | {
        /** Kind of channel. */
        readonly kind: 'slack';
        /** Channel, e.g. `#alerts`. */
        readonly channel: string;
        /** Address of the incoming webhook. */
        readonly webhookUrl: SecretRef;
      }
    | {
        /** Kind of channel. */
        readonly kind: 'pagerduty';
        /** Integration key (Events API v2). */
        readonly routingKey: SecretRef;
      }
    | {
        /** Kind of channel. */
        readonly kind: 'email';
        /** Recipient. */
        readonly to: string;
        /** Sender. */
        readonly from: string;
        /** SMTP server as `host:port`. */
        readonly smarthost: string;
        /** SMTP user. */
        readonly username: string;
        /** SMTP password. */
        readonly password: SecretRef;
      }
    | {
        /** Kind of channel. */
        readonly kind: 'webhook';
        /** Address that Alertmanager posts to. */
        readonly url: SecretRef;
      };
}

export interface PatchProps {
  /** Which of the written objects. At least one must match. */
  readonly target: {
    /** Kind of the object. */
    readonly kind: string;
    /** Name of the object. Absent: all objects of the kind. */
    readonly name?: string;
  };
  /** Operations of a JSON patch, applied in this order. */
  readonly operations: readonly {
    /** What is done (RFC 6902). */
    readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
    /** Where, e.g. `/spec/template/spec/priorityClassName`. `/-` appends to a list. */
    readonly path: string;
    /** The value of `add`, `replace` and `test`. */
    readonly value?: unknown;
    /** Where `move` and `copy` take the value from. */
    readonly from?: string;
  }[];
}

export interface ProbeSettings {
  /** Path of an HTTP request. */
  readonly http?: string;
  /** Port that must accept connections. */
  readonly tcp?: number | string;
  /** Port of the gRPC health service. */
  readonly grpc?: number;
  /** Command inside the container that must exit with 0. */
  readonly exec?: readonly string[];
  /** Port of the HTTP request. Absent: `http`, the port of requests. */
  readonly port?: number | string;
  /** Name of the service in the gRPC health check. */
  readonly service?: string;
  /** Seconds between two tries. */
  readonly period?: number;
  /** Seconds after which a try has failed. */
  readonly timeout?: number;
  /** Failed tries in a row that count. */
  readonly failures?: number;
}

export interface ExpectationSettings {
  /** Name of the receiver. Absent: any. */
  readonly receiver?: string;
  /** Time from the fault to its first message. Absent: any. */
  readonly within?: string;
}

export interface SecretRef {
  /** Name of the Secret. */
  readonly name: string;
  /** Key of the value in the Secret. */
  readonly key: string;
}
