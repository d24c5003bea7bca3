import type * as z from 'zod';
import type { Metric } from '../../metrics/metric';
import type { TargetLabel } from '../../metrics/target-labels';
import type { Duration } from '../../promql/window';
import type { AlertRow } from '../../rules/alert';
import type { PushedSeries } from '../../rules/scope';

/** What an object that makes Prometheus scrape a service depends on, besides the kind's own fields. */
export interface ScrapeContext {
  readonly name: string;
  readonly namespace: string;
  /** Namespaces that it runs in. @default only `namespace` */
  readonly namespaces?: readonly string[];
  readonly scrapeInterval: Duration;
  /** Samples above which a scrape fails. @default no limit */
  readonly sampleLimit?: number;
  /** Whether the service exposes a label `endpoint` of its own. */
  readonly emitsEndpoint: boolean;
}

/** An object of prometheus-operator without its metadata. */
export interface ScrapeObject {
  /** @default monitoring.coreos.com/v1 */
  readonly apiVersion?: string;
  readonly kind: 'ServiceMonitor' | 'PodMonitor' | 'Probe' | 'ScrapeConfig';
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Everything about one way in which a service that something else deploys is scraped. */
export interface ScrapeKind<S extends { readonly kind: string }> {
  /** The function that makes one, as the reference lists it. */
  readonly definedBy: string;
  /** The fields that one writes. */
  readonly schema: z.ZodObject;
  /** The `job` label of its series. */
  job(scrape: S, service: string): string;
  /** Labels that select its series besides `namespace` and `job`, or in their place. @default none */
  labels?(scrape: S): Readonly<Record<string, string>>;
  /** Labels by which its targets differ. @default `pod` and `instance` */
  readonly targets?: readonly [TargetLabel, ...TargetLabel[]];
  /** Set where all targets get the namespace of the service as a label, so that it can have only one. */
  readonly setsNamespace?: true;
  /** Alerts in place of those on scrapes. @default those on scrapes */
  readonly alerts?: readonly AlertRow[];
  /** How its series are found that are pushed rather than scraped. @default they are scraped */
  pushed?(scrape: S, metrics: readonly Metric[]): PushedSeries;
  /** Where the metrics page is. @default not known */
  page?(scrape: S): { readonly path: string; readonly scheme: 'http' | 'https' };
  /** What is written for it. @default nothing, as something else scrapes the service */
  object(scrape: S, context: ScrapeContext): ScrapeObject | undefined;
}
