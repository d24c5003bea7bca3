import { NO_LABELS, type Shape } from '../../doctor/expressions/shape';
import {
  relabelledRouting,
  routingOf,
  type Delivery,
  type Routing,
} from '../../outputs/kube-prometheus-stack/routing';
import type { Relabeling } from '../../kubernetes/relabeling';
import { sentLabels } from '../../operator/alertmanager/alert-relabelings';
import { seconds } from '../../promql/window';
import type { Part, WatchedAlert } from '../alert';
import { SENDING } from '../notification';
import { silentReceivers } from './alertmanager';
import type { OwnAlert } from './alerts';
import { casesOf, namedValues, reached, type LabelCases, type Reached } from './reached';

/** Stands for receivers of which nothing was read, with the default wait of Alertmanager. */
export const UNKNOWN_RECEIVER: Delivery = { receiver: 'unknown', groupWait: '30s' };

/** Routes where no configuration of Alertmanager was read. */
export const NO_ROUTING: Routing = {
  receiversOf: () => [UNKNOWN_RECEIVER.receiver],
  deliveriesOf: () => [UNKNOWN_RECEIVER],
  inhibitorsOf: () => [],
};

/** The routes of a configuration, for labels that are known in part. */
export class Routes {
  private readonly routing: Routing;
  private readonly silent: ReadonlySet<string>;
  private readonly named: LabelCases;

  constructor(config: Parameters<typeof routingOf>[0], relabelings: readonly Relabeling[] = []) {
    this.routing = relabelledRouting(routingOf(config), (labels) => sentLabels(labels, relabelings));
    this.silent = silentReceivers(config);
    this.named = namedValues(config, relabelings);
  }

  reached(labels: WatchedAlert['labels'], shape: Shape): Reached {
    return reached(labels, casesOf(shape, labels, this.named), this.routing, this.silent);
  }

  /** Whether an alert is suppressed while another one fires. */
  suppresses(source: WatchedAlert['labels'], target: WatchedAlert['labels']): boolean {
    return this.routing.inhibitorsOf(target, [source]).length > 0;
  }

  heartbeat(): 'sent' | 'lost' {
    return this.reached({ alertname: WATCHDOG, severity: 'none' }, NO_LABELS).always.length > 0
      ? 'sent'
      : 'lost';
  }

  /** Only receivers that get an alert in every case count. */
  routingOf(own: readonly OwnAlert[]): Routing {
    const byLabels = new Map(own.map(({ watched, alert }) => [watched.labels, alert]));
    const deliveriesOf = (labels: WatchedAlert['labels']): readonly Delivery[] => {
      const alert = byLabels.get(labels);
      return alert === undefined ? [] : this.reached(labels, alert.shape).always;
    };
    return {
      deliveriesOf,
      receiversOf: (labels) => deliveriesOf(labels).map(({ receiver }) => receiver),
      inhibitorsOf: this.routing.inhibitorsOf,
    };
  }
}

/** Fires as long as Prometheus evaluates rules. */
export const WATCHDOG = 'Watchdog';

/** A receiver of an alert, and how long it takes once the expression has results. */
export interface Deadline extends Delivery {
  readonly seconds: number;
  readonly parts: readonly Part[];
}

/** From the first scrape that makes the expression true. */
export function deadlineOf({ for: wait, every }: WatchedAlert, delivery: Delivery): Deadline {
  const parts = [
    { what: 'evaluation', seconds: every },
    { what: 'for', seconds: wait },
    { what: 'evaluations within for', seconds: Math.ceil(wait / every) * every - wait },
    { what: 'group_wait', seconds: seconds(delivery.groupWait) },
    { what: 'sending', seconds: SENDING },
  ].filter((part) => part.seconds > 0);
  return { ...delivery, parts, seconds: parts.reduce((sum, part) => sum + part.seconds, 0) };
}
